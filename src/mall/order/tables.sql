-- 订单。无预算不采购：line_id not null。
create table mall.purchase_order (
  id        uuid primary key references kernel.subject,
  project   uuid not null unique references library.project,
  buyer     uuid not null references library.org,
  supplier  uuid not null references library.org,
  line_id   uuid not null references budget.line,
  way       text not null,                  -- 怎样选定：直购、网上竞价、框架协议直接选定……
  source    uuid references kernel.subject, -- 由哪一次竞价、哪一份框架协议而来；直购没有
  category  text not null check (category in ('货物', '服务')),
  amount    bigint not null check (amount > 0),
  placed    date not null,
  place     text not null,
  contact   text not null,
  phone     text not null,
  days      int not null check (days between 1 and 366),
  items     jsonb not null,                 -- 标的、单价、选择理由、下单时的价格依据、序列号
  accepted  date,
  payee     jsonb,
  shipment  jsonb,
  trouble   jsonb,                          -- 退换货、换型、请求解除：谁提出、为什么
  invoice   jsonb,
  checkers  jsonb not null default '[]',
  of_supplier jsonb,                        -- 采购人对供应商的评价
  of_buyer    jsonb
);
create index on mall.purchase_order (buyer, placed);
create index on mall.purchase_order (supplier, placed);
create index on mall.purchase_order (line_id);

-- 一个序列号只发一次货；退回的可以再卖。
create table mall.serial (
  product  uuid not null references goods.product,
  serial   text not null,
  order_id uuid not null references mall.purchase_order,
  primary key (product, serial)
);
create index on mall.serial (order_id);

-- 断货、拒单、逾期：事实，信用评价由此读取。
create table mall.lapse (
  id       bigint generated always as identity primary key,
  order_id uuid not null references mall.purchase_order,
  org      uuid not null references library.org,
  kind     text not null check (kind in ('断货', '停产', '拒单', '逾期未接单', '逾期未发货', '逾期未处理退换', '逾期未验收')),
  day      date not null
);
create index on mall.lapse (org, kind, day);
create trigger append_only before update or delete or truncate on mall.lapse for each statement execute function kernel.forbid();
