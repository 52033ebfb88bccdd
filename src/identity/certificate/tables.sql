-- 谁签发的证书可信，由安全管理员定；停用以后，它签发的证书都不再能登录。
create schema authority;
create table authority.issuer (
  id          uuid primary key references kernel.subject,
  fingerprint char(64) not null unique,   -- 证书的 SM3
  certificate bytea not null,             -- DER
  subject     text not null,
  ends        timestamptz not null,
  list_made   timestamptz,                -- 现行吊销列表：何时签发，何时应有下一份
  list_next   timestamptz
);
-- 现行吊销列表上的序列号；新的一份整份替换旧的。
create table authority.revoked (
  issuer uuid not null references authority.issuer,
  serial text not null,
  at     timestamptz not null,
  reason int not null default 0,
  primary key (issuer, serial)
);
alter table factor.certificate
  drop constraint certificate_issuer_serial_key,
  add column issued_by uuid not null references authority.issuer,
  add column last_used timestamptz,
  add unique (issued_by, serial);
