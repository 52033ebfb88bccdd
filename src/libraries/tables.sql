create schema library;

-- 主体：采购人、代理机构、供应商、财政部门、国库。一个单位一行，一地登记、全区通用。
create table library.org (
  id      uuid primary key,
  kind    text not null check (kind in ('采购人', '代理机构', '供应商', '财政部门', '国库')),
  name    text not null,
  uscc    char(18) not null unique,      -- 统一社会信用代码 (GB 32100)
  region  char(6) not null,
  address text not null,
  phone   text not null,
  centralised boolean not null default false, -- 集中采购机构
  scale   text check (scale in ('大型', '中型', '小型', '微型')),
  in_charge text not null,                -- 单位负责人
  state   text not null default '在库' check (state in ('在库', '停用')),
  unique (kind, name)
);

-- 人与岗位：一人可任数岗，登录后择一。
create table library.person (
  id       uuid primary key,
  name     text not null,
  account  text not null unique check (account = lower(account)),
  password text not null,                 -- argon2id
  failures int not null default 0,
  locked_until timestamptz
);
create table library.position (
  id     uuid primary key,
  person uuid not null references library.person,
  role   text not null,
  org    uuid references library.org,
  region char(6) not null,
  ended  boolean not null default false,
  unique nulls not distinct (person, role, org)
);

-- 评审专家：姓名只在有需要处出现。
create table library.expert (
  person     uuid primary key references library.person,
  born       date not null,
  title      text not null,
  title_years int not null check (title_years >= 0),
  specialities text[] not null,            -- 品目代码前缀
  region     char(6) not null,
  employer   text not null,
  state      text not null default '在库' check (state in ('在库', '暂停', '停用'))
);
-- 回避事实：与供应商或采购人的任职、亲属、持股关系。
create table library.expert_tie (
  id      uuid primary key,
  expert  uuid not null references library.expert,
  org     uuid not null references library.org,
  kind    text not null check (kind in ('任职', '董事', '监事', '控股股东', '亲属', '其他')),
  until   date                              -- null: still
);

-- 项目：一笔采购从预算到归档的同一身份 (OCDS ocid)。
create table library.project (
  id     uuid primary key,
  ocid   text not null unique,
  no     text not null unique,
  title  text not null,
  buyer  uuid not null references library.org,
  region char(6) not null,
  category text not null check (category in ('货物', '服务', '工程')),
  began  date not null
);

create table library.item (
  code   text not null,
  edition text not null,
  name   text not null,
  parent text,
  leaf   boolean not null,
  primary key (edition, code)
);
