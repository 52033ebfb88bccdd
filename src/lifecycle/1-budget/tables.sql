create schema budget;

-- 一笔预算指标，来自财政核心一体化。余额四户：可用、计划冻结、合同占用、已支付；合计恒等于下达数，各户不为负。
create table budget.line (
  id        uuid primary key references kernel.subject,
  org       uuid not null references library.org,
  year      int not null check (year between 2000 and 2100),
  doc_no    text not null,                        -- 指标文号 cor_bgt_doc_no
  pro_code  char(21) not null check (pro_code ~ '^[0-9]{21}$'), -- 预算项目代码
  fund_type text not null,                        -- 资金性质 fund_type_code
  exp_func  char(7) not null,                     -- 支出功能分类 exp_func_code
  dep_eco   char(5) not null,                     -- 部门支出经济分类 dep_bgt_eco_code
  gov_eco   char(5) not null,                     -- 政府支出经济分类 gov_bgt_eco_code
  appropriated bigint not null default 0,
  available bigint not null default 0 check (available >= 0),
  frozen    bigint not null default 0 check (frozen >= 0),
  committed bigint not null default 0 check (committed >= 0),
  paid      bigint not null default 0 check (paid >= 0),
  unique (org, year, doc_no, pro_code, fund_type),
  check (available + frozen + committed + paid = appropriated)
);

-- 复式分录：一行即一借一贷，恒平；余额只由分录推动。
create table budget.entry (
  id      bigint generated always as identity primary key,
  line    uuid not null references budget.line,
  debit   text not null check (debit  in ('appropriated', 'available', 'frozen', 'committed', 'paid')),
  credit  text not null check (credit in ('appropriated', 'available', 'frozen', 'committed', 'paid')),
  amount  bigint not null check (amount > 0),
  subject uuid not null references kernel.subject, -- 因何事：计划、合同、支付申请
  at      timestamptz not null,
  check (debit <> credit)
);
create index on budget.entry (line, id);
create index on budget.entry (subject);

create function budget.post() returns trigger language plpgsql as $$
begin
  update budget.line set
    appropriated = appropriated + case when new.credit = 'appropriated' then new.amount when new.debit = 'appropriated' then -new.amount else 0 end,
    available = available + case when new.debit = 'available' then new.amount when new.credit = 'available' then -new.amount else 0 end,
    frozen    = frozen    + case when new.debit = 'frozen'    then new.amount when new.credit = 'frozen'    then -new.amount else 0 end,
    committed = committed + case when new.debit = 'committed' then new.amount when new.credit = 'committed' then -new.amount else 0 end,
    paid      = paid      + case when new.debit = 'paid'      then new.amount when new.credit = 'paid'      then -new.amount else 0 end
  where id = new.line;
  return new;
end $$;
create trigger post after insert on budget.entry for each row execute function budget.post();
create trigger append_only before update or delete or truncate on budget.entry for each statement execute function kernel.forbid();

create function budget.only_by_entry() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() < 2 and tg_op = 'INSERT' and (new.appropriated, new.available, new.frozen, new.committed, new.paid) <> (0, 0, 0, 0, 0)
     or pg_trigger_depth() < 2 and tg_op = 'UPDATE' and (new.appropriated, new.available, new.frozen, new.committed, new.paid)
        is distinct from (old.appropriated, old.available, old.frozen, old.committed, old.paid) then
    raise exception '指标余额只由分录推动' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger only_by_entry before insert or update on budget.line for each row execute function budget.only_by_entry();
create trigger no_delete before delete or truncate on budget.line for each statement execute function kernel.forbid();
