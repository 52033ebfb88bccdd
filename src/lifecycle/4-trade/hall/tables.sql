-- 开标会：一包一份开标记录。到场、确认与异议都在这里；价格在投标里，不重抄。
create table trade.attendance (
  tender uuid not null references trade.tender,
  org    uuid not null references library.org,
  name   text not null,
  at     timestamptz not null,
  primary key (tender, org)
);
create trigger append_only before update or delete or truncate on trade.attendance for each statement execute function kernel.forbid();
create table trade.hall (
  id     uuid primary key references kernel.subject,
  lot    uuid not null unique references trade.lot,
  ends   timestamptz not null,               -- 逾此不确认，视同认可
  record jsonb,                              -- 开标记录，形成后不改
  sha256 char(64)
);
create table trade.hall_word (
  id      uuid primary key,
  hall    uuid not null references trade.hall,
  org     uuid not null references library.org,
  kind    text not null check (kind in ('确认', '异议')),
  text    text not null default '',
  answer  text,
  at      timestamptz not null
);
create unique index on trade.hall_word (hall, org) where kind = '确认';
