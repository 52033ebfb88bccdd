-- 客观分由系统按投标填报的数计算：评委改不得分，只能写明哪个数对；过半数评委写了同一个数的，以它为准。
create table trade.objection (
  review uuid not null references trade.review,
  bid    uuid not null references trade.bid,
  item   text not null,
  value  int not null check (value >= 0),
  reason text not null,
  primary key (review, bid, item)
);
create trigger signed_is_final before insert or update or delete on trade.objection for each row execute function trade.signed_is_final();

-- 重新评审（87号令第六十四条，74号令第二十一条）：原来的分数、结论与结果原样留存。
create table trade.reevaluation (
  id          uuid primary key,
  lot         uuid not null references trade.lot,
  at          timestamptz not null,
  grounds     text not null,
  explanation text not null,
  items       text[] not null,          -- 可以改动的评审因素、资格条件
  before      jsonb not null,
  marks       jsonb not null,
  after       jsonb,
  changed     boolean,
  told        timestamptz,              -- 结果改变的：书面报告财政部门
  letter      text
);
create index on trade.reevaluation (lot);
create unique index reevaluation_open on trade.reevaluation (lot) where after is null;
create function trade.reevaluation_stands() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - '{after,changed,told,letter}'::text[]) is distinct from (to_jsonb(old) - '{after,changed,told,letter}'::text[])
     or old.told is not null or (old.after is not null and new.after is distinct from old.after) then
    raise exception '重新评审的记录不得改动' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger reevaluation_stands before update on trade.reevaluation for each row execute function trade.reevaluation_stands();
create trigger no_delete before delete or truncate on trade.reevaluation for each statement execute function kernel.forbid();
