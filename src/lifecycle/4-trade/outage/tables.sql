-- 服务故障：何时起、何时恢复、什么缘由。顺延了哪些截止时间，在各项目的流水里。
create table trade.incident (
  id      uuid primary key references kernel.subject,
  began   timestamptz not null,
  ended   timestamptz not null check (ended > began),
  cause   text not null check (cause in ('服务中断', '提交未被受理'))
);
create index on trade.incident (ended);
