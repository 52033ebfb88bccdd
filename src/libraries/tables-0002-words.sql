-- 项目库按名称、编号检索；旧的项目在启动时补上。
alter table library.project add column words tsvector;
create index on library.project using gin (words);
create index on library.project (began desc, id desc);
create index on library.project (region, began desc);
