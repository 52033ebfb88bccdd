create schema kernel;

-- 一件事一行：它是什么、归谁、走到哪一步、最迟何时。状态只住在这里，只有 begin() 和 step() 能改。
create table kernel.subject (
  id      uuid primary key,
  noun    text not null,
  process uuid not null,               -- the purchase it belongs to (its OCDS contracting process); itself when it stands alone
  title   text not null,
  no      text,                        -- 法定编号, never reused
  region  char(6) not null,            -- whose finance department supervises it
  parties jsonb not null default '{}', -- relation -> ids of organisations or persons
  state   text not null,
  since   timestamptz not null,
  due     timestamptz,                 -- when the clock must look again
  law_on  date not null,               -- the day whose rules judge it: the beginning of the purchase
  version int not null default 1
);
create unique index subject_no on kernel.subject (noun, no) where no is not null;
create index on kernel.subject (process);
create index on kernel.subject (noun, state, region);
create index on kernel.subject using gin (parties jsonb_path_ops);
create index on kernel.subject (due) where due is not null;

-- 流水只追加。公开、监督、待办、统计都从这里读。
create table kernel.journal (
  seq         bigint generated always as identity primary key,
  subject     uuid not null references kernel.subject,
  process     uuid not null,
  noun        text not null,
  action      text not null,
  "from"      text,
  "to"        text not null,
  person      uuid,
  person_name text not null,
  role        text not null,
  org         uuid,
  org_name    text not null,
  region      char(6) not null,
  at          timestamptz not null,
  data        jsonb not null default '{}', -- what the house may know
  salt        text,                        -- opens a blinded leaf later
  leaf        text not null                -- what the whole world may know; the bytes that the tree hashes
);
create index on kernel.journal (subject, seq);
create index on kernel.journal (process, seq);
create index on kernel.journal (noun, action, seq);

-- The tree. A leaf gets its index off the hot path, in the order the transactions became visible.
create table kernel.leaf (
  index  bigint primary key check (index >= 0),
  seq    bigint not null unique references kernel.journal,
  sha256 bytea not null check (length(sha256) = 32),
  sm3    bytea not null check (length(sm3) = 32)
);
create table kernel.node (
  tree  text not null check (tree in ('sha256', 'sm3')),
  level int not null check (level > 0 and level % 8 = 0),
  index bigint not null,
  hash  bytea not null check (length(hash) = 32),
  primary key (tree, level, index)
);
create table kernel.checkpoint (
  size     bigint primary key check (size >= 0),
  at       timestamptz not null,
  note     text not null,
  note_sm3 text not null
);

create function kernel.forbid() returns trigger language plpgsql as $$
begin
  raise exception '%.% 只追加，不得修改或删除', tg_table_schema, tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on kernel.journal for each statement execute function kernel.forbid();
create trigger append_only before update or delete or truncate on kernel.leaf for each statement execute function kernel.forbid();
create trigger append_only before update or delete or truncate on kernel.node for each statement execute function kernel.forbid();
create trigger append_only before update or delete or truncate on kernel.checkpoint for each statement execute function kernel.forbid();

create table kernel.session (
  token    bytea primary key,          -- SHA-256 of what the browser holds
  person   uuid not null,
  actor    jsonb not null,             -- who is asking: person, position, organisation, region
  began    timestamptz not null,
  seen     timestamptz not null,
  ends     timestamptz not null
);
create index on kernel.session (person);

create table kernel.idempotency (
  actor  text not null,
  key    text not null,
  body   bytea not null,               -- SHA-256 of path and body
  answer text,
  at     timestamptz not null,
  primary key (actor, key)
);

create table kernel.file (
  sha256 char(64) primary key,
  size   bigint not null check (size >= 0),
  type   text not null,
  name   text not null,
  at     timestamptz not null
);

-- 法定编号的流水：按前缀独立，不复用，可断号。
create table kernel.number (
  prefix text primary key,
  last   bigint not null check (last > 0)
);
