create schema payment;

-- 无合同不支付：contract_id not null。
create table payment.request (
  id          uuid primary key references kernel.subject,
  contract_id uuid not null references contract.contract,
  instalment  int not null check (instalment >= 0),
  amount      bigint not null check (amount > 0),
  invoice     text not null,
  invoice_day date not null,
  payee       jsonb not null,
  voucher     text unique,
  paid        date,
  receipt     text,
  unique (contract_id, invoice)
);
-- 一期只付一次：已退回的可以再申请。
create table payment.instalment (
  contract_id uuid not null references contract.contract,
  instalment  int not null,
  request     uuid not null unique references payment.request,
  primary key (contract_id, instalment)
);
-- 无验收不结项：report_id not null。
create table payment.settlement (
  id          uuid primary key references kernel.subject,
  contract_id uuid not null unique references contract.contract,
  report_id   uuid not null references acceptance.report,
  paid        bigint not null check (paid > 0),
  closed      date,
  manifest    jsonb,
  sha256      char(64),
  keep_until  date
);
