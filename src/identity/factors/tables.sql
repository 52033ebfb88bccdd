-- 凭什么认人。密钥以内部主密钥加密存放；恢复码、票据只存摘要。
create schema factor;
create table factor.totp (
  person  uuid primary key references library.person,
  secret  bytea not null,               -- AES-256-GCM under the house's key: nonce, tag, text
  confirmed timestamptz,                -- null: shown, not yet proved
  last_step bigint not null default 0   -- 用过的时间步不再认
);
create table factor.recovery (
  person uuid not null references library.person,
  code   bytea not null,
  used   timestamptz,
  primary key (person, code)
);
create table factor.passkey (
  id        text primary key,           -- credential id, base64url
  person    uuid not null references library.person,
  name      text not null,
  public_key bytea not null,
  counter   bigint not null,
  transports text[] not null default '{}',
  rp        text not null,              -- registered for this domain and origin, and believed from nowhere else
  origin    text not null,
  made      timestamptz not null,
  last_used timestamptz
);
create index on factor.passkey (person);
create table factor.certificate (
  fingerprint char(64) primary key,     -- SM3 of the certificate
  person  uuid not null references library.person,
  subject text not null,
  issuer  text not null,
  serial  text not null,
  pem     text not null,
  ends    timestamptz not null,
  made    timestamptz not null,
  unique (issuer, serial)
);
create index on factor.certificate (person);
-- 外部统一身份：签发者与其内标识合在一起才是一个人。
create table factor.federated (
  issuer  text not null,
  subject text not null,
  person  uuid not null references library.person,
  made    timestamptz not null,
  primary key (issuer, subject)
);
create index on factor.federated (person);
-- 走到一半的登录和绑定：一次有效，几分钟内，试不过几次。
create table factor.ticket (
  token  bytea primary key,
  person uuid references library.person,
  kind   text not null,
  data   jsonb not null default '{}',
  tries  int not null default 0,
  ends   timestamptz not null
);
create index on factor.ticket (ends);
