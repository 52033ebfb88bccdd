create schema disclosure;

-- 公告：业务数据的投影，一经发布不改不删；更正是另一条公告。发布本身是流水里的一条，内容摘要写在那一条上。
create table disclosure.notice (
  id         uuid primary key references kernel.subject,
  kind       text not null,
  subject    uuid not null references kernel.subject, -- 公告所从出的那件事
  process    uuid not null references library.project,
  ocid       text not null,
  project_no text not null,
  title      text not null,
  region     char(6) not null,
  publisher  text not null,
  content    jsonb not null,
  sha256     char(64) not null check (sha256 ~ '^[0-9a-f]{64}$'), -- of the canonical content: anyone can compute it again
  published  timestamptz not null,
  ends       date,                         -- 公告期限届满日
  corrects   uuid references disclosure.notice
);
create index on disclosure.notice (published desc, id desc);
create index on disclosure.notice (kind, published desc, id desc);
create index on disclosure.notice (process);
create index on disclosure.notice (region, published desc, id desc);
create index on disclosure.notice (corrects) where corrects is not null;
create trigger append_only before update or delete or truncate on disclosure.notice for each statement execute function kernel.forbid();
