-- 关联关系：负责人同一人由登记资料比对；直接控股、管理关系由供应商申报或交换得来。
create table library.relation (
  id       uuid primary key,
  supplier uuid not null references library.org,
  kind     text not null check (kind in ('控股', '参股', '管理')),
  uscc     char(18) not null,           -- 对方的代码：对方可以还没有登记
  name     text not null,
  percent  numeric(5, 2) check (percent > 0 and percent <= 100),
  since    date not null,
  until    date check (until is null or until >= since)
);
create unique index relation_now on library.relation (supplier, kind, uscc) where until is null;
create index on library.relation (uscc);

-- 分享码：供应商让指定单位在一段时间里看自己的资料。每次查阅都记数。
create table library.share (
  code     text primary key,
  supplier uuid not null references library.org,
  reader   uuid not null references library.org,
  made     timestamptz not null,
  ends     timestamptz not null check (ends > made),
  revoked  timestamptz,
  reads    int not null default 0,
  last_read timestamptz
);
create index on library.share (supplier);

-- 认领：已有登记的单位找不到账号时，由登记地财政部门核实后交给申请人。
create table library.claim (
  id     uuid primary key references kernel.subject,
  org    uuid not null references library.org,
  person uuid not null references library.person,
  reason text not null
);
