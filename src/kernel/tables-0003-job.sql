-- 后台作业：有进度，可取消，进程被杀后由下一个进程接着做。谁在做由会话级咨询锁说明，进程一死锁就没有了。
create table kernel.job (
  id     uuid primary key,
  kind   text not null,
  about  uuid not null,                 -- what it works on
  input  jsonb not null default '{}',
  state  text not null default '等待' check (state in ('等待', '进行', '完成', '失败', '取消')),
  done   bigint not null default 0 check (done >= 0),
  total  bigint check (total >= 0),     -- null: not known yet
  note   text not null default '',
  person uuid,
  began  timestamptz not null,
  ended  timestamptz
);
create index on kernel.job (about);
create index on kernel.job (began) where state in ('等待', '进行');
