create schema goods;

-- 上架单：一次登记的一批商品，一行到十万行；状态在 kernel.subject，整批同进同退。
create table goods.listing (
  id       uuid primary key references kernel.subject deferrable initially deferred,
  supplier uuid not null references library.org,
  source   text not null,                 -- 表格文件名，或“逐项录入”
  rows     int not null default 0 check (rows >= 0),
  faults   int not null default 0 check (faults >= 0)
);
create index on goods.listing (supplier);

-- 产品（SPU）：同一品目、品牌、型号只有一个，谁来卖都是它。
create table goods.product (
  id      uuid primary key,
  item    text not null,
  edition text not null,                  -- 品目码总带版本：2013年版同码不同义
  brand   text not null,
  model   text not null,
  folded  text not null,                  -- 品牌和型号归一后的写法
  unique (edition, item, folded)
);
-- 报价商品（SKU）：一家供应商卖的一种。所属上架单在库，它才看得见。
create table goods.offer (
  id         uuid primary key,
  listing    uuid not null references goods.listing,
  supplier   uuid not null references library.org,
  product    uuid not null references goods.product,
  sku        text not null,
  item       text not null,
  name       text not null,
  brand      text not null,
  unit       text not null,
  price      bigint not null check (price > 0),
  attributes jsonb not null default '{}',
  regions    text[] not null,             -- 供货地区；150000 即全区
  withdrawn  date,                        -- 单个下架
  words      tsvector not null,
  unique (listing, sku)
);
create index offer_words on goods.offer using gin (words);
create index on goods.offer (item text_pattern_ops, price);
create index on goods.offer (product);
create index on goods.offer (supplier, sku);

-- 价格只追加。
create table goods.price (
  offer uuid not null references goods.offer on delete cascade,
  at    timestamptz not null,
  price bigint not null check (price > 0),
  primary key (offer, at)
);
create table goods.certificate (
  offer   uuid not null references goods.offer on delete cascade,
  kind    text not null check (kind in ('节能产品', '环境标志产品')),
  no      text not null,
  expires date not null,
  primary key (offer, kind)
);
create table goods.fault (
  listing uuid not null references goods.listing,
  row     int not null,
  "column" text not null,
  what    text not null,
  cure    text not null
);
create index on goods.fault (listing, row);
