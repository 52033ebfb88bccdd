-- 合作创新采购：一包可有几家研发供应商（研发），研发成功的再有首购（首购）；其余方式仍是一包至多一个中标（part 为空）。
alter table trade.award drop constraint award_lot_key;
alter table trade.award drop constraint award_bid_key;
alter table trade.award add column part text not null default '' check (part in ('', '研发', '首购'));
create unique index award_one on trade.award (lot) where part = '';
create unique index award_part on trade.award (bid, part);
create index award_lot on trade.award (lot);
