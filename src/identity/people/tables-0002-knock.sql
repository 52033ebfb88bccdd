-- 一个地址答错的时刻，只留窗口以内的；地址只存摘要。
create table identity.knock (
  source bytea not null,
  at     timestamptz not null
);
create index on identity.knock (source, at);
create index on identity.knock (at);
