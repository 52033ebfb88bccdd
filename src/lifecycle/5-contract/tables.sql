create schema contract;

-- 无系统不交易：没有本系统产生的中标，就没有合同（award_id not null）。
create table contract.contract (
  id          uuid primary key references kernel.subject,
  award_id    uuid not null unique references trade.award,
  plan_id     uuid not null references plan.plan,
  line_id     uuid not null references budget.line,
  lot_budget  bigint not null check (lot_budget > 0),
  amount      bigint not null check (amount > 0 and amount <= lot_budget),
  awarded     bigint not null check (awarded > 0),
  letter      date not null,
  items       jsonb not null,
  clauses     jsonb not null,
  performance text not null,
  schedule    jsonb not null,               -- 付款安排
  payee       jsonb not null,               -- 收款户
  signed      date,
  published   date,
  filed       date,
  sha256      char(64)
);
