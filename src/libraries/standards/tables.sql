-- 目录与标准的调整：一次一份文件作依据；状态在 kernel.subject，公布后才有下面两张表里的行。
create table law.change (
  id        uuid primary key references kernel.subject deferrable initially deferred,
  law       text not null,               -- 依据的文号
  article   text not null,
  "from"    date not null,               -- 施行
  note      text not null,
  items     jsonb not null,              -- [{name, tier, value}]；金额以分计
  entries   jsonb                        -- 集中采购目录全本；空为不动目录
);
-- 参数的地方值，按施行日期先后相继。
create table law.own (
  change uuid not null references law.change,
  name   text not null,
  tier   text not null check (tier in ('全部', '自治区', '盟市', '旗县区')),
  "from" date not null,
  value  jsonb not null,
  primary key (name, tier, "from")
);
create index on law.own (change);
-- 集中采购目录：一次公布一本，后一本代替前一本。
create table law.central (
  change  uuid not null references law.change,
  ord     int not null,
  "from"  date not null,
  edition text not null,                 -- 品目码总带版本
  code    text not null,
  body    text not null check (body in ('集中采购机构', '部门集中')),
  tiers   text[] not null,
  least   bigint not null check (least >= 0), -- 起点金额，分；0 为不论金额
  note    text not null,
  primary key (change, ord)
);
create index on law.central ("from", code);
