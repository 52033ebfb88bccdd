-- 导入后又撤回的登记：行留着备查，代码让出来，可以重新登记。
alter table library.org add column withdrawn boolean not null default false;
alter table library.org drop constraint org_kind_uscc_key;
create unique index org_kind_uscc on library.org (kind, uscc) where not withdrawn;
