-- 登记：七大基础库共用的一套办法。状态住在 kernel.subject（编号就是单位或人员的编号），事实住在这里。
drop trigger end_sessions on library.org;
alter table library.org drop column state;
-- 登记一停用，本单位人员的会话同时没有（单位与其登记同号）。
create trigger org_ended after update of state on kernel.subject
  for each row when (new.state = '停用' and old.state <> '停用') execute function identity.close_org();
-- 一个主体可以既是供应商又是代理机构（互相标注）；同一种身份只登记一次。同名的个体工商户是有的。
alter table library.org drop constraint org_uscc_key;
alter table library.org drop constraint org_kind_name_key;
alter table library.org add constraint org_kind_uscc_key unique (kind, uscc);
create index on library.org (kind, region, name);
alter table library.org add column words tsvector; -- 分词后的名称，按名称查找用
create index on library.org using gin (words);

-- 一条事实一行：说的是什么、谁说的、以哪天为准、有效到哪天。改变不覆盖：旧的一行结束，新的一行开始。
create table library.fact (
  id      uuid primary key,
  subject uuid not null references kernel.subject,
  key     text not null,
  value   text not null,
  source  text not null check (source in ('自行申报', '承诺', '财政部门登记', '交换数据', '系统核验')),
  said_by text not null,
  as_of   date not null,
  expires date check (expires is null or expires >= as_of),
  since   timestamptz not null,
  until   timestamptz check (until is null or until >= since)
);
create unique index fact_now on library.fact (subject, key) where until is null;
create index on library.fact (subject, since);
