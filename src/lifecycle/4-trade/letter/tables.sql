-- 澄清函与低价说明函：评委会书面要求，投标人限时书面答复，评委逐人表决。
create table trade.letter (
  id      uuid primary key references kernel.subject,
  lot     uuid not null references trade.lot,
  bid     uuid not null references trade.bid,
  kind    text not null check (kind in ('澄清', '低价说明')),
  triggers int[] not null default '{}',      -- 低价说明：触发的情形，4 是评委会认定
  text    text not null,
  minutes int not null check (minutes > 0),
  reply   text,
  outcome text check (outcome in ('采信', '不予采信'))
);
create index on trade.letter (lot);
create table trade.letter_vote (
  letter uuid not null references trade.letter,
  person uuid not null references library.person,
  accept boolean not null,
  reason text not null,
  primary key (letter, person)
);
create trigger append_only before update or delete or truncate on trade.letter_vote for each statement execute function kernel.forbid();

-- 被更换评委的意见无效（87号令第四十九条）：留着，不再算。
alter table trade.review add column void boolean not null default false;
-- 报告签署：逐人；不签又不写理由的，视同同意（87号令第六十一条）。
alter table trade.review add column report_signed timestamptz, add column dissent text not null default '';
