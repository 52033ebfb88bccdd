-- 批量导入：一张表格一件事。先读、先看，再整批入库；入库前什么都不在库里。
create table library.intake (
  id     uuid primary key references kernel.subject deferrable initially deferred,
  kind   text not null check (kind in ('采购人', '代理机构', '供应商', '评审专家')),
  source text not null,                    -- 表格文件名
  rows   int not null default 0 check (rows >= 0),
  faults int not null default 0 check (faults >= 0)
);
-- 读好的行，等着入库；入库以后只留它成了哪一份登记。
create table library.intake_row (
  intake  uuid not null references library.intake,
  no      int not null,
  key     text not null,                   -- 统一社会信用代码；专家是身份证号的带密摘要
  title   text not null,
  region  char(6) not null,
  data    jsonb not null,
  alike   text not null default '',        -- 库里或本表里名称相近的，给人看的一句话
  core    text generated always as (library.alike(title)) stored,
  subject uuid references kernel.subject,
  primary key (intake, no)
);
create index on library.intake_row (intake, key);
create index on library.intake_row (intake, core);
create index on library.intake_row (subject) where subject is not null;
create table library.intake_fault (
  intake  uuid not null references library.intake,
  row     int not null,
  "column" text not null,
  what    text not null,
  cure    text not null
);
create index on library.intake_fault (intake, row);
