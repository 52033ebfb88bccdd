-- 发件箱：要送到外面去的东西，与产生它的事在同一笔事务里写下；送达与否不影响那件事。同一事由只有一件。
create table outside.outbox (
  id     uuid primary key,
  kind   text not null,
  key    text not null,                    -- what it is about: the same thing is sent once
  body   jsonb not null,
  state  text not null default '待送' check (state in ('待送', '已送达', '被退回', '放弃')),
  tries  int not null default 0 check (tries >= 0),
  due    timestamptz,                      -- when to try next; null: no more
  fault  text not null default '',         -- what went wrong the last time, for a person
  answer jsonb,                            -- the receipt
  placed timestamptz not null,
  ended  timestamptz,
  unique (kind, key)
);
create index on outside.outbox (kind, due) where due is not null;
create index on outside.outbox (kind, state, placed);
-- 中央网站沙箱：对方自己的账，收到的公告与回执。down 用来演练对方停机。
create table outside.central_notice (
  ref     uuid primary key,                -- 我方公告编号
  receipt text not null unique,
  sha256  char(64) not null,
  body    jsonb not null,
  at      timestamptz not null
);
create table outside.central_state (
  one  boolean primary key default true check (one),
  down boolean not null default false
);
insert into outside.central_state default values;
-- 邮件沙箱：没有配置邮件服务器时，信都在这里，只供演示查看。
create table outside.mail (
  id      uuid primary key,
  "to"    text not null,
  subject text not null,
  text    text not null,
  headers jsonb not null,
  at      timestamptz not null
);
create index on outside.mail (at desc);
-- 此前已经发布的公告也要报送。
insert into outside.outbox (id, kind, key, body, due, placed)
  select gen_random_uuid(), '报送', n.id::text, jsonb_build_object('notice', n.id), now(), n.published from disclosure.notice n;
