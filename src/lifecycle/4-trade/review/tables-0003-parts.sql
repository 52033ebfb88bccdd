-- 合作创新采购：一包可有几家研发供应商（研发），研发成功的再有首购（首购）；其余方式仍是一包同时只有一份有效（part 为空）。
alter table trade.award add column part text not null default '' check (part in ('', '研发', '首购'));
drop index trade.award_lot_stands;
drop index trade.award_bid_stands;
create unique index award_lot_stands on trade.award (lot) where superseded is null and part = '';
create unique index award_bid_stands on trade.award (bid, part) where superseded is null;
create index award_lot on trade.award (lot);
