-- 开标密钥：保管人的公钥。私钥在保管人自己手里（密钥文件），从不到这里来。
create table trade.custody_key (
  id         uuid primary key references kernel.subject,
  org        uuid not null references library.org,
  suite      text not null check (suite in ('GM-1', 'STD-1')),
  public_key text not null unique,
  registered timestamptz not null
);
create index on trade.custody_key (org, suite);

-- 标箱：一包一轮（或一个信封）一箱。参数定下就不再变；密封的上下文是参数的摘要。
create table trade.box (
  id        uuid primary key references kernel.subject,
  lot       uuid not null references kernel.subject,
  part      text not null,
  suite     text not null check (suite in ('GM-1', 'STD-1')),
  k         int not null check (k > 0),
  params    jsonb not null,                  -- 保管人、公钥、几份可开
  digest    char(64) not null,               -- SHA-256 of params, canonical
  least     int not null check (least > 0),  -- 不足这么多家，不启封
  closes    timestamptz not null,
  gate      text,                            -- 还要等什么（如技术评审汇总）；空为到时即可
  permitted boolean not null default false,
  suspended text,                            -- 暂停的缘由；空为未暂停
  sealed_set char(64),                       -- 封箱时箱内各份摘要的总摘要
  unique (lot, part)
);

-- 密文：先传后交。分片到齐、摘要相符，方可提交；无主的按期清理。
create table trade.upload (
  id       uuid primary key,
  box      uuid not null references trade.box,
  owner    uuid not null references library.org,
  size     bigint not null check (size > 0 and size <= 4294967296),
  received bigint not null default 0 check (received <= size),
  parts    text not null default '',         -- digests of the parts so far, hexadecimal, one after another
  began    timestamptz not null,
  touched  timestamptz not null,
  entry    uuid                              -- 归入哪一份投标
);
create index on trade.upload (owner);
create index on trade.upload (touched) where entry is null;

-- 箱内一份：信封与密文。撤回的，信封与密文一并销毁，只留摘要在流水里。
create table trade.entry (
  id         uuid primary key,               -- 与所属事项（投标、报价）同一编号
  box        uuid not null references trade.box,
  owner      uuid not null references library.org,
  envelope   jsonb not null,
  digest     char(64) not null unique,       -- 同一信封不收两次：照抄别人的密文无从谈起
  ciphertext bytea,                          -- 小份随提交而来
  upload     uuid unique references trade.upload,
  at         timestamptz not null,
  seed       text,                           -- 启封后记入，供按需取附件
  files_at   int,
  files      jsonb,
  unique (box, owner),
  check ((ciphertext is null) <> (upload is null))
);

-- 保管人放出的份额；fault 是保管人说明解不开。
create table trade.release (
  entry uuid not null references trade.entry on delete cascade,
  no    int not null check (no > 0),
  share text,
  fault text,
  primary key (entry, no),
  check ((share is null) <> (fault is null))
);
-- 投标人自己的恢复文件：第二条路。
create table trade.recovery (
  entry uuid primary key references trade.entry on delete cascade,
  seed  text not null,
  at    timestamptz not null
);
-- 待清理的密文文件：行先去，文件后去。
create table trade.sweep (
  upload uuid primary key,
  at     timestamptz not null
);
