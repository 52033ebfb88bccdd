-- 框架协议（110号令）。第一阶段：征集、响应、入围；第二阶段：一笔一笔地授予合同。
create table mall.framework (
  id        uuid primary key references kernel.subject,
  project   uuid not null unique references library.project,
  host      uuid not null references library.org,   -- 征集人：集中采购机构或者主管预算单位
  kind      text not null check (kind in ('封闭式', '开放式')),
  category  text not null check (category in ('货物', '服务')),
  document  jsonb not null,                          -- 征集文件
  round     int not null default 1,                  -- 第几次征集：1是初次，以后是补充征集
  top_lot   uuid,                                    -- 正在补充征集的包
  deadline  timestamptz,                             -- 响应截止、开启
  review    jsonb,                                   -- 评审小组、理由
  notified  date,                                    -- 入围通知书
  signed    date,                                    -- 框架协议生效，告知采购人
  ends      date,                                    -- 有效期满
  filed     date                                     -- 副本备案
);
create table mall.framework_lot (
  id        uuid primary key,
  framework uuid not null references mall.framework,
  no        int not null check (no > 0),
  name      text not null,
  item      text not null,
  unit      text not null,
  ceiling   bigint not null check (ceiling > 0),     -- 最高限制单价；开放式的付费标准
  need      text not null,
  estimate  int check (estimate > 0),
  original  int not null default 0,                  -- 初次入围的家数
  failed    boolean not null default false,
  unique (framework, no)
);
-- 响应文件：截止以前只有提交的供应商看得见。
create table mall.framework_response (
  id        uuid primary key references kernel.subject,
  framework uuid not null references mall.framework,
  lot       uuid not null references mall.framework_lot,
  round     int not null,
  supplier  uuid not null references library.org,
  price     bigint not null check (price > 0),
  thing     jsonb not null,                          -- 入围产品或者服务
  agents    jsonb not null,                          -- 代理商
  at        timestamptz not null,                    -- 最后一次提交
  withdrawn boolean not null default false,
  verdict   jsonb,                                   -- 评审：是否满足、为什么、质量评分
  place     int
);
create unique index on mall.framework_response (lot, round, supplier) where not withdrawn;
create index on mall.framework_response (framework, round);
create table mall.framework_member (
  id        uuid primary key references kernel.subject,
  framework uuid not null references mall.framework,
  lot       uuid not null references mall.framework_lot,
  supplier  uuid not null references library.org,
  round     int not null,
  price     bigint not null check (price > 0),       -- 协议价格：第二阶段的最高限价
  thing     jsonb not null,
  agents    jsonb not null,
  place     int not null,                            -- 入围排序
  turn      int not null,                            -- 轮候次序：一经确定不再调整
  score     int,                                     -- 质量评分，百分之一分
  joined    date,
  left_on   date,
  ground    text,
  reason    text,
  asked     text                                     -- 请求退出的理由
);
create index on mall.framework_member (lot);
create index on mall.framework_member (framework, supplier);
create table mall.framework_call (
  id        uuid primary key references kernel.subject,
  framework uuid not null references mall.framework,
  lot       uuid not null references mall.framework_lot,
  plan      uuid not null references kernel.subject,
  buyer     uuid not null references library.org,
  way       text not null check (way in ('直接选定', '二次竞价', '顺序轮候', '非入围授予')),
  quantity  int not null check (quantity > 0),
  member    uuid references mall.framework_member,
  outsider  uuid references library.org,
  price     bigint check (price > 0),                -- 单价：选定时的、成交时的，非入围供应商报的
  reason    text not null,
  skips     jsonb not null,
  need      text not null,
  place     text not null,
  contact   text not null,
  phone     text not null,
  days      int not null check (days between 1 and 366),
  hours     int,
  closes    timestamptz,
  settled   date,
  winner    uuid references library.org,
  order_id  uuid,
  failure   text
);
create index on mall.framework_call (framework);
create index on mall.framework_call (plan);
create table mall.framework_quote (
  id        uuid primary key references kernel.subject,
  call      uuid not null references mall.framework_call,
  member    uuid not null references mall.framework_member,
  supplier  uuid not null references library.org,
  price     bigint not null check (price > 0),
  at        timestamptz not null,
  unique (call, member)
);
-- 顺序轮候：一个轮候期内每家只有一次机会，用过不改。
create table mall.framework_turn (
  lot       uuid not null references mall.framework_lot,
  cycle     int not null,
  member    uuid not null references mall.framework_member,
  call      uuid not null references mall.framework_call,
  skipped   text,                                    -- 没有授予的原因；授予的为空
  primary key (lot, cycle, member)
);
create trigger append_only before update or delete or truncate on mall.framework_turn for each statement execute function kernel.forbid();
