create schema approval;

-- 报批事项：采购活动开始前，向设区的市级以上财政部门申请变更采购方式、采购进口产品。
create table approval.request (
  id        uuid primary key references kernel.subject,
  project   uuid not null references library.project,
  kind      text not null check (kind in ('变更采购方式', '采购进口产品')),
  method    text not null,
  ground    text not null,                  -- 法定情形
  category  text not null check (category in ('货物', '服务', '工程')),
  amount    bigint not null check (amount > 0),
  reason    text not null,
  consent   text not null,                  -- 主管预算单位的同意文号
  approver  char(6) not null,               -- 受理的财政部门的行政区划
  supplier  uuid references library.org,    -- 拟定的唯一供应商
  arguments jsonb not null,                 -- 专业人员论证意见
  proof     jsonb not null,                 -- 招标失败后的三项材料
  published date,
  ends      date
);
create index on approval.request (project);
-- 公示期内的异议：供应商“我也能供应”。
create table approval.objection (
  id      uuid primary key references kernel.subject,
  request uuid not null references approval.request,
  org     uuid not null references library.org,
  text    text not null,
  answer  text,
  upheld  boolean
);
create index on approval.objection (request);
