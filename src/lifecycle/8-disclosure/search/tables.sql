-- 公告的附件：文件按摘要存放；同一文件的文字只提取一次。
create table disclosure.attachment (
  notice uuid not null references disclosure.notice,
  no     int not null check (no > 0),
  title  text not null,
  name   text not null,
  sha256 char(64) not null,
  size   bigint not null check (size >= 0),
  primary key (notice, no)
);
create index on disclosure.attachment (sha256);
create table disclosure.file_text (
  sha256 char(64) primary key,
  text   text,                             -- null: see mark
  mark   text not null default '',         -- why there is no text, or that it was cut
  at     timestamptz not null
);
-- 检索：公告的投影，可以随时重建。seq 按编入的先后，一次一个编入者，所以也是提交的先后：订阅从这里往后读。
create table disclosure.found (
  seq       bigint generated always as identity unique,
  notice    uuid primary key references disclosure.notice,
  process   uuid,
  kind      text not null,
  region    char(6) not null,
  published timestamptz not null,
  method    text,
  category  text,
  items     text[] not null,               -- 品目代码，连同它的每一个开头
  amount    bigint,                        -- 分：预算、中标或者合同金额
  words     tsvector not null,
  pending   boolean not null default false -- its attachments are not read yet
);
create index found_words on disclosure.found using gin (words);
create index on disclosure.found (published desc, notice desc);
create index on disclosure.found (region, published desc);
create index on disclosure.found (kind, published desc);
create index on disclosure.found using gin (items);
create index on disclosure.found (process);
create index on disclosure.found (seq) where pending;
-- 成交单价：合同公告逐项的单价，按品目汇总看价格。
create table disclosure.price (
  notice    uuid not null references disclosure.notice,
  no        int not null,
  item      text not null,
  name      text not null,
  model     text not null,
  quantity  text not null,
  unit      text not null,
  price     bigint not null check (price >= 0),
  region    char(6) not null,
  published timestamptz not null,
  primary key (notice, no)
);
create index on disclosure.price (item, published desc);
create table disclosure.indexed (
  one     boolean primary key default true check (one),
  below   bigint not null check (below >= 0),  -- 流水的哪一条（不含）
  edition int not null
);
insert into disclosure.indexed (below, edition) values (0, 0);
