create schema intention;

-- 采购需求：要什么、多少钱、用哪种方式。标的逐项对应品目（带版本）。
create table intention.requirement (
  id        uuid primary key references kernel.subject,
  project   uuid not null unique references library.project,
  line_id   uuid not null references budget.line,   -- 无预算不采购
  category  text not null check (category in ('货物', '服务', '工程')),
  budget    bigint not null check (budget > 0),
  method    text not null,
  reason    text not null,                          -- 采用该方式的理由
  summary   text not null,
  surveyed  boolean not null,                       -- 需求调查
  reviewed_by_counsel boolean not null,             -- 合同文本经法律顾问审定
  for_sme   boolean not null,
  items     jsonb not null
);

-- 采购意向：由需求生成，公开满三十日方可开始采购活动。
create table intention.intention (
  id          uuid primary key references kernel.subject,
  requirement uuid not null unique references intention.requirement,
  month       char(7) not null,                     -- 预计采购时间（到月）
  note        text not null,
  published   date
);
