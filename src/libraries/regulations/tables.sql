create schema law;

-- 国家和部门的文本随系统带来；digest 说装进来的是不是现在这一份。
create table law.text (
  short  text primary key,               -- 规则引用时用的简称
  digest text not null
);
-- 地方文件：一份一行，一版一份；状态在 kernel.subject。
create table law.doc (
  id       uuid primary key references kernel.subject deferrable initially deferred,
  doc_no   text not null,                -- 文号
  kind     text not null,
  issuer   text not null,
  issued   date not null,
  "from"   date not null,                -- 施行
  until    date,                         -- 有效期至；废止的为废止之日
  replaces uuid references law.doc,      -- 上一版
  body     text not null,                -- 收录时的全文
  words    tsvector not null,            -- 标题、文号、发文单位
  check (until is null or until >= "from")
);
create index on law.doc (doc_no);
create index on law.doc (replaces);
-- 条文：国家的和地方的一起查。
create table law.article (
  text    text references law.text on delete cascade,
  doc     uuid references law.doc on delete cascade,
  ord     int not null,
  chapter text not null,
  article text not null,
  body    text not null,
  words   tsvector not null,
  check ((text is null) <> (doc is null))
);
create unique index on law.article (text, ord) where text is not null;
create unique index on law.article (doc, ord) where doc is not null;
create index on law.article using gin (words);
-- 清理：某条与上位依据冲突，由谁标记，最迟何时清理；状态在 kernel.subject。
create table law.cleaning (
  id         uuid primary key references kernel.subject deferrable initially deferred,
  doc        uuid not null references law.doc,
  article    text not null,
  law        text not null,              -- 上位依据：简称或文号
  law_article text not null,
  reason     text not null,
  marked_by  text not null,
  due        date not null,
  overdue    boolean not null default false,
  outcome    text not null default ''
);
create index on law.cleaning (doc);
-- 拟废止：理由和公示到哪一天。
create table law.repeal (
  doc     uuid primary key references law.doc,
  reason  text not null,
  shown_from date not null,
  shown_to   date not null,
  "on"    date not null                  -- 自哪一天废止
);
