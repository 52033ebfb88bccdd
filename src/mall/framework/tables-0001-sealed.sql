-- 响应文件归标箱（trade.entry），由保管人共同开启：开启以前这里没有报价、产品和代理商。此前收下的明文照旧，到时一并开启。
alter table mall.framework_response
  alter column price drop not null,
  alter column thing drop not null,
  add column extras jsonb not null default '[]',     -- 专用耗材、选配件的报价
  add column sha256 text not null default '',        -- 信封摘要；空为没有标箱时收下的
  add column size   bigint not null default 0;
-- 量价关系折扣、专用耗材（110号令第十三、二十四、二十六条）。
alter table mall.framework_lot
  add column discounts   jsonb not null default '[]',
  add column consumables jsonb not null default '[]',
  add column years       int check (years > 0);      -- 耗材按几年的用量报价
-- 以新产品替代（第十六条第四项）。
alter table mall.framework_member
  add column extras   jsonb not null default '[]',
  add column proposal jsonb;
alter table mall.framework_call add column accessory text not null default '';
