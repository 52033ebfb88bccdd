create schema outside;

-- 国库沙箱自己的账：收到的支付凭证与回单。同一凭证号只付一次。
create table outside.voucher (
  no        text primary key,
  body      jsonb not null,
  outcome   text not null check (outcome in ('已支付', '已退回')),
  reason    text not null default '',
  receipt   text unique,
  at        timestamptz not null
);
