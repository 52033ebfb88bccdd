-- 依法另行确定的，原来的一份留着，写明哪一日失效；一包同时只有一份有效。
alter table trade.award add column superseded date;
alter table trade.award drop constraint award_lot_key, drop constraint award_bid_key;
create unique index award_lot_stands on trade.award (lot) where superseded is null;
create unique index award_bid_stands on trade.award (bid) where superseded is null;
create or replace function trade.award_stands() returns trigger language plpgsql as $$
begin
  if old.superseded is not null
    or (to_jsonb(new) - 'letter' - 'superseded') is distinct from (to_jsonb(old) - 'letter' - 'superseded')
    or (old.letter is not null and new.letter is distinct from old.letter) then
    raise exception '中标结果不得改动' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
