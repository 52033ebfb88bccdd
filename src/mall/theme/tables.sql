-- 一笔成立的订单里有多少是哪个主题馆的：成立那天定下，此后证书到期、规模变更都不移动。
create table mall.hall_deal (
  order_id uuid not null references mall.purchase_order,
  hall     text not null,
  amount   bigint not null check (amount > 0),
  primary key (order_id, hall)
);
