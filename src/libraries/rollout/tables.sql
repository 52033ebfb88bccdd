create schema rollout;

-- 试点申请：书面申请和《政府采购业务开展情况调查表》。
create table rollout.pilot (
  id      uuid primary key references kernel.subject,
  region  char(6) not null,
  survey  jsonb not null,
  opinion text not null default ''
);
-- 一地一次上线实施。
create table rollout.roll (
  id     uuid primary key references kernel.subject,
  region char(6) not null unique
);
-- 人工核验的准备事项：谁凭什么说办好了。
create table rollout.attestation (
  roll     uuid not null references rollout.roll,
  item     text not null,
  evidence text not null,
  by_name  text not null,
  at       timestamptz not null,
  primary key (roll, item)
);
-- 哪里的哪项业务自哪天起在网上办：没有这一行的地方，早已上线。
create table rollout.feature (
  region char(6) not null,
  feature text not null,
  since  date not null,
  roll   uuid not null references rollout.roll,
  primary key (region, feature)
);
-- 在途项目：上线以前开始的采购，从所在阶段接着办，按原来的办法。
create table rollout.running (
  id       uuid primary key references kernel.subject,
  buyer    uuid not null references library.org,
  began    date not null,
  stage    text not null check (stage in ('意向', '计划', '交易', '合同', '验收', '支付')),
  basis    text not null,                       -- 原来的办法：文号或名称
  amount   bigint not null check (amount > 0),  -- 预算
  contract bigint check (contract > 0 and contract <= amount),
  paid     bigint not null default 0 check (paid >= 0 and paid <= coalesce(contract, 0)),
  supplier text not null default ''
);
