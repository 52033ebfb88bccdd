-- 0.1.0 把单位和专家的状态放在一列里；登记成为一件事以后（register、experts 两步）这一列没有了。
-- 本步排在那两步之前：旧库升级时先把状态留下，再由 adopt 逐个接续为登记（docs/decisions/0025）。
-- 已经走过那两步的库里没有这一列，也就没有可留的；新库里没有行。
create table library.kept (
  id    uuid primary key,
  state text not null
);
do $$
begin
  if exists (select from information_schema.columns
             where table_schema = 'library' and table_name = 'org' and column_name = 'state') then
    insert into library.kept select id, state from library.org;
  end if;
  if exists (select from information_schema.columns
             where table_schema = 'library' and table_name = 'expert' and column_name = 'state') then
    insert into library.kept select person, state from library.expert;
  end if;
end $$;
