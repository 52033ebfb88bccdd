create schema mall;

-- 购物车：一人在一个单位的；下单后清去。只有本人看得见。
create table mall.cart (
  person   uuid not null references library.person,
  org      uuid not null references library.org,
  offer    uuid not null references goods.offer,
  quantity int not null check (quantity between 1 and 1000000),
  line     uuid references budget.line,
  at       timestamptz not null,
  primary key (person, org, offer)
);
-- 成交价：订单成立时记下，公开；价格历史和比价由此而来。
create table mall.deal (
  order_id   uuid not null,
  n          int not null,
  offer      uuid not null references goods.offer,
  product    uuid not null references goods.product,
  item       text not null,
  region     char(6) not null,
  quantity   int not null check (quantity > 0),
  unit_price bigint not null check (unit_price > 0),
  way        text not null,
  day        date not null,
  primary key (order_id, n)
);
create index on mall.deal (product, day);
create index on mall.deal (item, region, day);
