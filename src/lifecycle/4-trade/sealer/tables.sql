-- 离线封存页：每一版的摘要都在流水里公布过；下载到的摘要不在其中，就不是本站的。
create table trade.sealer_page (
  id     uuid primary key references kernel.subject,
  at     timestamptz not null,
  sha256 char(64) not null unique,
  size   int not null check (size > 0)
);
