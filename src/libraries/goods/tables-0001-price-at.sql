-- 巡查按时间看变动过的价格。
create index price_at on goods.price (at);
