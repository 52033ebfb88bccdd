-- 合作创新采购（财库〔2024〕13号）：采购方案，创新概念交流，研发供应商逐阶段的研发，首购评审。
create table trade.innovation (
  id      uuid primary key references kernel.subject,
  project uuid not null unique references library.project,
  scheme  jsonb not null,                        -- 采购方案
  tender  uuid references trade.tender,          -- 发布公告时定下
  version int,                                   -- 资格审查所依据的采购文件版本
  lot     uuid references trade.lot,             -- 确定研发供应商时定下
  first   jsonb                                  -- 首购评审：逐家逐项的分
);
-- 创新概念交流：与谁、说了什么；商业秘密，只有参加的各方读得到。
create table trade.exchange (
  id         uuid primary key,
  innovation uuid not null references trade.innovation,
  at         timestamptz not null,
  form       text not null,
  told       text not null,                      -- 提供给所有供应商的信息
  attendance jsonb not null                      -- 逐家：参加与否，缺席的原因
);
create index on trade.exchange (innovation);
create trigger append_only before update or delete or truncate on trade.exchange for each statement execute function kernel.forbid();
-- 研发：一份研发合同一件，备案时开始。
create table trade.research (
  id         uuid primary key references kernel.subject,
  innovation uuid not null references trade.innovation,
  award      uuid not null unique references trade.award,
  contract   uuid not null unique references contract.contract,
  supplier   uuid not null references library.org,
  amount     bigint not null check (amount > 0), -- 合同约定的研发成本补偿
  stages     jsonb not null,                     -- 各阶段：合同约定、中期谈判、成果、结论
  failed     boolean not null default false      -- 最近一次验收不合格，尚未整改
);
create index on trade.research (innovation);
