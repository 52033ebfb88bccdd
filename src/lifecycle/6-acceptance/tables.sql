create schema acceptance;

create table acceptance.delivery (
  id       uuid primary key references kernel.subject,
  contract uuid not null references contract.contract,
  place    text not null,
  items    jsonb not null,                 -- 标的、数量、序列号
  note     text not null
);
-- 验收书：逐项。没有合同就没有验收。
create table acceptance.report (
  id       uuid primary key references kernel.subject,
  contract uuid not null references contract.contract,
  members  jsonb not null,                 -- 验收组
  clauses  jsonb not null,                 -- 每一项技术、服务、安全标准的履约情况
  opinion  text not null,
  accepted date
);
create unique index one_good_report on acceptance.report (contract) where accepted is not null;
