-- 导入后又撤回的登记：行留着备查，代码让出来，可以重新登记。
alter table library.org add column withdrawn boolean not null default false;
alter table library.org drop constraint org_kind_uscc_key;
create unique index org_kind_uscc on library.org (kind, uscc) where not withdrawn;

-- 名称去掉公司形式、地名后缀和标点以后剩下的：相同的两家，请审核的人看一眼是不是同一家。
create function library.alike(name text) returns text language sql immutable strict parallel safe as
$$ select regexp_replace(translate(lower(name), '（）()·．.、，,－-—　 ', ''),
     '有限责任公司|股份有限公司|有限公司|集团|公司|内蒙古|自治区|省|市|盟|旗|县|区', '', 'g') $$;
alter table library.org add column alike text generated always as (library.alike(name)) stored;
create index on library.org (kind, alike);
