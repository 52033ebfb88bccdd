-- 报价的信封与密文归标箱（trade.entry），由 k/n 名保管人开启；一名保管人的旧钥匙不再有。
-- A sealed price has one key only in the old form. What is past its deadline must be opened before the upgrade; what is
-- still running gets a box at the next start, and what was handed in goes back to its supplier (round/upgrade.ts).
do $$ begin
  if exists (
    select from trade.round r join kernel.subject s on s.id = r.lot
    where r.opened is null and r.deadline <= now() and s.state <> '已废标'
  ) then
    raise exception '升级前须先开启已经截止的报价轮次：旧密文只有一把钥匙，新版本不再保管';
  end if;
end $$;
create table trade.kept_round as select id as round, suite, public_key, custody from trade.round;
create table trade.kept_quote as select id as quote, envelope, ciphertext from trade.quote;
alter table trade.kept_round add primary key (round);
alter table trade.kept_quote add primary key (quote);
create trigger append_only before update or delete or truncate on trade.kept_round for each statement execute function kernel.forbid();
create trigger append_only before update or delete or truncate on trade.kept_quote for each statement execute function kernel.forbid();
alter table trade.round drop column suite, drop column public_key, drop column custody, add column box uuid references trade.box;
alter table trade.quote drop column envelope, drop column ciphertext, add column size bigint not null default 0;
