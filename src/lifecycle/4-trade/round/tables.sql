-- 轮次：报价信封与最后报价，各有自己的钥匙；一轮未开，谁也打不开。
create table trade.round (
  id         uuid primary key,
  lot        uuid not null references trade.lot,
  no         int not null check (no > 0),
  kind       text not null check (kind in ('报价信封', '最后报价')),
  suite      text not null,
  public_key text not null,
  custody    jsonb not null,
  deadline   timestamptz not null,
  bids       jsonb not null,                 -- 可以报价的响应；空为全部
  opened     timestamptz,
  unique (lot, no)
);
create table trade.quote (
  id         uuid primary key references kernel.subject,
  round      uuid not null references trade.round,
  bid        uuid not null references trade.bid,
  supplier   uuid not null references library.org,
  envelope   jsonb not null,
  ciphertext bytea not null,
  sha256     char(64) not null,
  submitted  timestamptz not null,
  opened     jsonb,
  price      bigint check (price > 0),
  fault      text,
  unique (round, supplier)
);
-- 谈判、磋商、协商记录：与哪一家谈，谈了什么。
create table trade.talk (
  id      uuid primary key,
  lot     uuid not null references trade.lot,
  bid     uuid not null references trade.bid,
  at      timestamptz not null,
  record  jsonb not null
);
create trigger append_only before update or delete or truncate on trade.talk for each statement execute function kernel.forbid();
-- 实质性变动：文件列明的才可以变，采购人代表确认的才算数。
create table trade.variation (
  id     uuid primary key,
  lot    uuid not null references trade.lot,
  at     timestamptz not null,
  key    text not null,
  before text not null,
  after  text not null,
  agreed boolean
);
