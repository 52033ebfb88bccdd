-- 竞价项目：网上竞价（密封一次、公开降价）、网上询价、电子反拍。
create table mall.auction (
  id        uuid primary key references kernel.subject,
  project   uuid not null references library.project,
  buyer     uuid not null references library.org,
  line_id   uuid not null references budget.line,
  kind      text not null check (kind in ('网上竞价', '网上询价', '电子反拍')),
  manner    text not null check (manner in ('密封', '降价', '轮次')),
  item      text not null,
  needs     text not null,
  attributes jsonb not null,              -- 机器核对的参数
  quantity  int not null check (quantity > 0),
  unit      text not null,
  ceiling   bigint not null check (ceiling > 0),   -- 单价上限；价都是单价
  step      int not null,                 -- 万分比
  minimum   int not null,                 -- 最少家数
  minutes   int not null,
  place     text not null,
  contact   text not null,
  phone     text not null,
  days      int not null,
  reason    text not null,
  opened    timestamptz,
  closes    timestamptz,
  prolonged boolean not null default false,  -- 因家数不足顺延过
  extended  int not null default 0,          -- 因最后时刻新低价顺延的次数
  turn      jsonb,                           -- 反拍：轮到谁
  winner    bigint,
  failure   text
);
-- 每一次报价：按受理的先后编号，就是流水的先后。
create table mall.auction_bid (
  id       bigint generated always as identity primary key,
  auction  uuid not null references mall.auction,
  quote    uuid not null references kernel.subject,
  supplier uuid not null references library.org,
  offer    uuid not null references goods.offer,
  price    bigint not null check (price > 0),
  at       timestamptz not null
);
create index on mall.auction_bid (auction, id);
create index on mall.auction_bid (auction, price, id);
create index on mall.auction_bid (auction, supplier, id);
create trigger append_only before update or delete or truncate on mall.auction_bid for each statement execute function kernel.forbid();
create table mall.auction_quote (
  id       uuid primary key references kernel.subject,
  auction  uuid not null references mall.auction,
  supplier uuid not null references library.org,
  n        int not null,                  -- 报价人几：结果公布前只显示这个
  unique (auction, supplier)
);
