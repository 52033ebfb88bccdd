-- 心跳：服务活着的最后一刻，按业务时钟与数据库时钟各记一次；恢复时由此得知停了多久。
create table kernel.pulse (
  one   boolean primary key default true check (one),
  at    timestamptz not null,                -- the house's clock
  db_at timestamptz not null                 -- the database's own: a clock that jumped is no outage
);
-- 因系统故障没有受理的提交：何时、哪一项。数据库也不通的，由心跳说明。
create table kernel.fault (
  at   timestamptz not null,
  what text not null
);
create index on kernel.fault (at);
