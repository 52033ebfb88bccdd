-- 截止时已被暂停或者停用的供应商：不计家数，不得成交；写明是谁、当时处于什么状态，回放据此重算。
alter table mall.auction add column barred jsonb not null default '[]';
