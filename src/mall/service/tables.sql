-- 定点服务：价目、服务订单、按月结算单。
create table mall.rate_card (
  id         uuid primary key references kernel.subject,
  supplier   uuid not null references library.org,
  kind       text not null check (kind in ('车辆维修', '车辆保险', '印刷', '物业管理')),
  valid_from date not null,
  valid_to   date not null check (valid_to >= valid_from),
  regions    jsonb not null,               -- 服务到的行政区划代码，含其下级
  place      text not null,
  items      jsonb not null                -- 价目：代码、名称、计量单位、最高单价
);
create index on mall.rate_card (kind, supplier);

create table mall.service_bill (
  id        uuid primary key references kernel.subject,
  project   uuid not null unique references library.project,
  supplier  uuid not null references library.org,
  buyer     uuid not null references library.org,
  month     char(7) not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
  amount    bigint not null check (amount > 0),
  lines     jsonb not null,                -- 按指标：金额和合并后的明细
  payee     jsonb not null,
  invoice   jsonb not null,
  confirmed date,
  unique (supplier, buyer, month)          -- 一家、一单位、一月，一张
);

-- 无预算不采购：line_id not null。
create table mall.service_order (
  id        uuid primary key references kernel.subject,
  card      uuid not null references mall.rate_card,
  kind      text not null,
  way       text not null check (way in ('直接选定', '顺序轮候')),
  buyer     uuid not null references library.org,
  supplier  uuid not null references library.org,
  line_id   uuid not null references budget.line,
  cap       bigint not null check (cap > 0),           -- 下单时冻结的限额
  frozen    bigint not null check (frozen >= 0),       -- 现在冻结着的：批准的报价与增项之和
  placed    date not null,
  want      text not null,
  plate     text not null,                             -- 没有车的服务为空
  odometer  int not null check (odometer >= 0),
  asset     text not null,
  place     text not null,
  contact   text not null,
  phone     text not null,
  days      int not null check (days between 1 and 400),
  due_day   date,
  quote     jsonb not null,                            -- 报价，批准后即合同单价
  extras    jsonb not null default '[]',               -- 批准了的增项
  asked     jsonb,                                     -- 待批的增项
  billed    jsonb not null default '[]',               -- 完工的明细
  amount    bigint check (amount > 0),
  work      jsonb,                                     -- 完工说明、旧件返还、交车里程
  checkers  jsonb not null default '[]',
  stars     int check (stars between 1 and 5),
  accepted  date,
  bill      uuid references mall.service_bill,
  check (amount is null or amount <= frozen)           -- 结算从不超过批准
);
create index on mall.service_order (buyer, plate, accepted);
create index on mall.service_order (supplier, buyer, accepted);
create index on mall.service_order (line_id);
create index on mall.service_order (bill);

-- 轮到过谁：一个轮次里每家一次。
create table mall.service_turn (
  order_id uuid not null references mall.service_order,
  supplier uuid not null references library.org,
  kind     text not null,
  day      date not null,
  primary key (order_id, supplier)
);
create index on mall.service_turn (kind, supplier);
