-- 投标：一家供应商一包一份。密文与摘要在截止前可换可撤；明文只在开标时写入。
create table trade.bid (
  id         uuid primary key references kernel.subject,
  lot        uuid not null references trade.lot,
  supplier   uuid not null references library.org,
  envelope   jsonb not null,
  ciphertext bytea not null,
  sha256     char(64) not null,              -- of the ciphertext
  submitted  timestamptz not null,
  opened     jsonb,                          -- the plain bid, from the opening on
  price      bigint check (price > 0),
  fault      text,                           -- 无法开启的原因
  unique (lot, supplier)
);
