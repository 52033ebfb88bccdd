-- 比价：一件活请价目合适的各家密封报价，截止才开启；选定的一家成为服务订单。
create table mall.service_contest (
  id        uuid primary key references kernel.subject,
  kind      text not null,
  buyer     uuid not null references library.org,
  line_id   uuid not null references budget.line,
  cap       bigint not null check (cap > 0),
  placed    date not null,
  closes    timestamptz not null,
  want      text not null,
  plate     text not null,
  odometer  int not null check (odometer >= 0),
  asset     text not null,
  place     text not null,
  contact   text not null,
  phone     text not null,
  days      int not null check (days between 1 and 400),
  chosen    uuid,
  reason    text not null default '',
  order_id  uuid references mall.service_order
);
-- 请到的每一家一行；报了的才有明细。
create table mall.service_quote (
  id       uuid primary key references kernel.subject,
  contest  uuid not null references mall.service_contest,
  supplier uuid not null references library.org,
  card     uuid not null references mall.rate_card,
  lines    jsonb not null default '[]',
  total    bigint check (total > 0),
  at       timestamptz,
  unique (contest, supplier)
);
alter table mall.service_order drop constraint service_order_way_check;
alter table mall.service_order add constraint service_order_way_check check (way in ('直接选定', '顺序轮候', '比价'));
