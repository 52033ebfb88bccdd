-- 信封与密文归标箱（trade.entry）；每包的单一私钥不再有。截止以前的投标须在升级前开完：旧密文没有份额。
alter table trade.bid drop column envelope, drop column ciphertext;
alter table trade.bid alter column fault type jsonb using case when fault is null then null else jsonb_build_object('cause', 'envelope', 'why', fault, 'whose', '非投标人原因', 'consequence', '') end;
alter table trade.bid add column box uuid references trade.box;
alter table trade.bid add column size bigint not null default 0;
alter table trade.lot drop column suite, drop column public_key, drop column custody;
