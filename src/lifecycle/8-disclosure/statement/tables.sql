-- 面向中小企业预留项目执行情况：一个主管预算单位一年一份。数字由已公告的合同算出，这里只存人写的话；状态在 kernel.subject。
create table disclosure.reserved_report (
  id          uuid primary key references kernel.subject deferrable initially deferred,
  org         uuid not null references library.org,
  year        int not null check (year >= 2021),
  explanation text not null                -- 未达到预留比例的说明
);
create index on disclosure.reserved_report (org, year);
-- 财政部门自己的公告：投诉受理方式、集中采购机构考核结果。
create table disclosure.bulletin (
  id    uuid primary key references kernel.subject deferrable initially deferred,
  kind  text not null check (kind in ('投诉受理方式公告', '集中采购机构考核结果公告')),
  org   uuid not null references library.org, -- 发布的财政部门
  about uuid references library.org,          -- 考核对象
  body  jsonb not null                        -- 栏 → 文字
);
