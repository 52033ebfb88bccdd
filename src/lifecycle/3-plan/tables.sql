create schema plan;

-- 无预算不采购：没有指标，就没有计划（line_id not null）；没有计划，下游什么都打不开。
create table plan.plan (
  id        uuid primary key references kernel.subject,
  project   uuid not null unique references library.project,
  line_id   uuid not null references budget.line,
  intention uuid references intention.intention,
  amount    bigint not null check (amount > 0),
  method    text not null,
  category  text not null,
  org_form  text not null check (org_form in ('集中采购', '部门集中采购', '分散采购')),
  exemption text not null,              -- 未公开意向的理由
  filed     date,
  frozen    bigint not null default 0 check (frozen >= 0 and frozen <= amount) -- 还冻结着多少
);
