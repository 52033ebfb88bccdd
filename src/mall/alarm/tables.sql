-- 监测预警：机器看出的，财政部门来处置；一件事一天（或一月）一条，由 key 保证。
create table mall.alarm (
  id       uuid primary key references kernel.subject,
  kind     text not null check (kind in ('查价超额', '增项频繁', '报价贴顶', '明细价高', '同车频修')),
  key      text not null unique,
  event    bigint references identity.event,   -- 谁、从哪里：只在安全日志里，随它抹去
  supplier uuid references library.org,
  buyer    uuid references library.org,
  said     text not null,
  about    uuid references kernel.subject,     -- 由哪一单看出
  decision text,
  note     text
);
