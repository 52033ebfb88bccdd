-- 评审专家：编号就是人员编号；姓名只给本人、审核部门，和评审开始后的评审现场。
alter table library.expert drop column state;
alter table library.expert
  add column grade text not null default '同等专业水平' check (grade in ('中级', '副高级', '正高级', '同等专业水平')),
  add column phone text not null default '',
  add column identity bytea unique check (length(identity) = 32); -- 身份证号的带密摘要：能查重，不能还原
-- 回避单位可以还没有登记：只有名称，抽取时按名称对上。
alter table library.expert_tie alter column org drop not null;
alter table library.expert_tie
  add column org_name text not null default '',
  add column note text not null default '',
  add constraint tie_names_someone check (org is not null or org_name <> '');
create index on library.expert_tie (expert);
create index on library.expert using gin (specialities);

create table library.training (
  id     uuid primary key,
  expert uuid not null references library.expert,
  held   date not null,
  title  text not null,
  hours  int not null check (hours > 0),
  passed boolean not null
);
create index on library.training (expert);

create table library.performance (
  id      uuid primary key references kernel.subject,
  expert  uuid not null references library.expert,
  project uuid not null references library.project,
  by_org  uuid not null references library.org,
  grade   text not null check (grade in ('良好', '一般', '较差')),
  opinion text not null,
  reply   text not null default '',
  unique (expert, project, by_org)
);
