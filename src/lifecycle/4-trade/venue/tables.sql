-- 异地评标：场所与席位（自治区共用一本台账）、席位预订、到席、断线。
create table trade.venue (
  id      uuid primary key references kernel.subject,
  name    text not null,
  address text not null,
  region  char(6) not null,
  keeper  uuid not null references library.org,   -- 管理单位：核验到席、签会场记录
  seats   int not null check (seats between 1 and 500)
);
create table trade.remote (
  id      uuid primary key references kernel.subject,
  tender  uuid not null unique references trade.tender,
  starts  timestamptz not null,
  ends    timestamptz not null check (ends > starts),
  opened  timestamptz,
  closed  timestamptz,
  record  jsonb,                                  -- 异地评审记录，收场后不改
  sha256  char(64)
);
create table trade.booking (
  id      uuid primary key references kernel.subject,
  remote  uuid not null references trade.remote,
  venue   uuid not null references trade.venue,
  kind    text not null check (kind in ('主会场', '分会场', '备用')),
  starts  timestamptz not null,
  ends    timestamptz not null check (ends > starts),
  seats   int[] not null default '{}',            -- 留下的席号；谢绝、退订、逾期即空
  media   jsonb not null default '[]'         -- 音视频文件的摘要
);
create index on trade.booking (venue, starts);
create index on trade.booking (remote);
-- 一人一席；设备与网络的自检随席保存。
create table trade.sitting (
  id      uuid primary key references kernel.subject,
  remote  uuid not null references trade.remote,
  booking uuid not null references trade.booking,
  person  uuid not null references library.person,
  seat    int not null,
  device  jsonb not null,
  beat    timestamptz,
  unique (remote, person)
);
create index on trade.sitting (booking);
create table trade.interruption (
  id       uuid primary key,
  remote   uuid not null references trade.remote,
  sitting  uuid not null references trade.sitting,
  began    timestamptz not null,
  ended    timestamptz,
  decision text not null default ''
);
create index on trade.interruption (remote, began);
