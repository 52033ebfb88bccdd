-- 卖场工单：举报和价格巡查所见，一件一单；结果公开在商品上。
create table mall.ticket (
  id       uuid primary key references kernel.subject,
  offer    uuid not null references goods.offer,
  product  uuid not null references goods.product,
  supplier uuid not null references library.org,
  origin   text not null check (origin in ('举报', '巡查')),
  kind     text not null,
  said     text not null,
  price    bigint not null check (price > 0),  -- 当时的单价
  median   bigint,                             -- 当时的中位数
  answer   text,
  measure  text,
  ruling   text
);
create index on mall.ticket (offer);

-- 巡查看到哪一刻为止：一行。
create table mall.patrol (
  one  boolean primary key default true check (one),
  upto timestamptz not null
);
