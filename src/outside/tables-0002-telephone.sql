-- 电话沙箱：运营商一侧的号码、通话与账单。号码由沙箱分给人，用来演练；接真运营商时换这一张表。
create table outside.handset (
  person uuid primary key,
  number char(11) not null unique
);
create table outside.call (
  id       uuid primary key,
  about    uuid not null,                    -- 我方的事由编号
  number   char(11) not null,
  channel  text not null check (channel in ('语音', '短信')),
  text     text not null,
  tier     text not null check (tier in ('自治区', '盟市', '旗县区')),
  region   char(6) not null,
  cost     bigint not null check (cost >= 0),-- 分
  placed   timestamptz not null,
  ends     timestamptz not null,
  keys     text not null default '',         -- 按过的键
  ended    boolean not null default false
);
create index on outside.call (about);
create index on outside.call (number) where not ended;
