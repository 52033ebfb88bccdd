-- 资格审查：采购人逐家逐项。
create table trade.qualification (
  bid    uuid not null references trade.bid,
  item   text not null,
  passed boolean not null,
  reason text not null,
  primary key (bid, item)
);
-- 评审意见：每名评委每包一份，各自独立；签署后不可改。
create table trade.review (
  id     uuid primary key references kernel.subject,
  lot    uuid not null references trade.lot,
  person uuid not null references library.person,
  signed timestamptz,
  opinion text not null default '',
  unique (lot, person)
);
create table trade.score (
  review uuid not null references trade.review,
  bid    uuid not null references trade.bid,
  item   text not null,                      -- 评分因素，或符合性条款
  points bigint not null check (points >= 0),-- 百分之一分
  note   text not null default '',
  primary key (review, bid, item)
);
create table trade.conformity (
  review uuid not null references trade.review,
  bid    uuid not null references trade.bid,
  item   text not null,
  passed boolean not null,
  reason text not null default '',
  primary key (review, bid, item)
);
create function trade.signed_is_final() returns trigger language plpgsql as $$
begin
  if exists (select 1 from trade.review r where r.id = coalesce(new.review, old.review) and r.signed is not null) then
    raise exception '评审意见已签署，不得改动' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger signed_is_final before insert or update or delete on trade.score for each row execute function trade.signed_is_final();
create trigger signed_is_final before insert or update or delete on trade.conformity for each row execute function trade.signed_is_final();

-- 中标：只由本系统的评审产生；一包至多一个（无系统不交易）。
create table trade.award (
  id       uuid primary key,
  lot      uuid not null unique references trade.lot,
  bid      uuid not null unique references trade.bid,
  supplier uuid not null references library.org,
  amount   bigint not null check (amount > 0),
  decided  date not null,
  deemed   boolean not null,                 -- 逾期未定，视同确认第一名
  reason   text not null,
  letter   date                              -- 中标通知书发出日
);
create function trade.award_stands() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - 'letter') is distinct from (to_jsonb(old) - 'letter') or old.letter is not null then
    raise exception '中标结果不得改动' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger award_stands before update on trade.award for each row execute function trade.award_stands();
create trigger no_delete before delete or truncate on trade.award for each statement execute function kernel.forbid();
