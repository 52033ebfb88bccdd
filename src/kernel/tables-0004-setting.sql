-- 运行中可由安全管理员改的设定；没有一行，就用各处自己写明的默认值。
create table kernel.setting (
  name  text primary key,
  value jsonb not null,
  at    timestamptz not null
);
