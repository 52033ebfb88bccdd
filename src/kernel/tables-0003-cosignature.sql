-- 见证签名：别人对我们检查点的会签（C2SP tlog-witness）。
create table kernel.cosignature (
  size bigint not null references kernel.checkpoint,
  name text not null,
  at   timestamptz not null,
  line text not null,
  primary key (size, name)
);
create trigger append_only before update or delete or truncate on kernel.cosignature for each statement execute function kernel.forbid();
