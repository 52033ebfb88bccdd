-- 开放数据的发布：流水的投影。按流水的次序，每一步公开之事成为一条 OCDS 发布；一经写入不改不删。
create table disclosure.release (
  index   bigint primary key references kernel.leaf,    -- its place in the journal: commit order, and the feed's cursor
  id      text not null unique,
  process uuid not null references library.project,
  ocid    text not null,
  region  char(6) not null,
  at      timestamptz not null,
  body    jsonb not null                                -- the release; addresses of our own begin with /
);
create index on disclosure.release (process, index);
create index on disclosure.release (ocid, index);
create index on disclosure.release (at, region);
create trigger append_only before update or delete or truncate on disclosure.release for each statement execute function kernel.forbid();
-- 投影到了流水的哪一条（不含）。
create table disclosure.projected (
  one   boolean primary key default true check (one),
  below bigint not null check (below >= 0)
);
insert into disclosure.projected (below) values (0);
