create schema trade;

-- 招标项目：一份计划一次招标。没有备案的计划就没有招标（plan_id not null unique）。
create table trade.tender (
  id          uuid primary key references kernel.subject,
  plan_id     uuid not null unique references plan.plan,
  agency      uuid not null references library.org,
  scope       text not null,                 -- 委托事项
  reason      text not null,                 -- 选择该代理机构的理由
  document    jsonb,                         -- 招标文件：结构化数据
  version     int not null default 0,
  published   date,
  supply_ends date,                          -- 招标文件提供期限
  notice_ends date,                          -- 公告期限
  deadline    timestamptz,                   -- 投标截止、开标时间
  place       text not null default '',
  review_day  date,
  announced   date
);
-- 每一版招标文件都留着；差异由两版比出来。
create table trade.version (
  tender   uuid not null references trade.tender,
  version  int not null,
  at       timestamptz not null,
  sha256   char(64) not null,
  document jsonb not null,
  primary key (tender, version)
);
create trigger append_only before update or delete or truncate on trade.version for each statement execute function kernel.forbid();
create table trade.correction (
  id         uuid primary key,
  tender     uuid not null references trade.tender,
  at         timestamptz not null,
  subject_of text not null,
  reason     text not null,
  affects    boolean not null,               -- 可能影响投标文件编制
  before     jsonb not null,
  after      jsonb not null
);
create trigger append_only before update or delete or truncate on trade.correction for each statement execute function kernel.forbid();

-- 采购包：开标以后各走各的路。
create table trade.lot (
  id      uuid primary key references kernel.subject,
  tender  uuid not null references trade.tender,
  no      int not null check (no > 0),
  title   text not null,
  budget  bigint not null check (budget > 0),
  ceiling bigint check (ceiling > 0 and ceiling <= budget),
  content jsonb not null,                    -- 标的与核心产品
  suite   text not null,
  public_key text not null,
  custody jsonb not null,                    -- 私钥，以主密钥封存；开标一步方取
  opened  timestamptz,
  ranking jsonb,                             -- 评审结果，报告时写一次
  failure text,
  unique (tender, no)
);

create table trade.question (
  id       uuid primary key references kernel.subject,
  tender   uuid not null references trade.tender,
  asker    uuid not null references library.org,
  text     text not null,
  answer   text
);

-- 评审委员会成员：抽取、选定或采购人代表。姓名在结果公告前不示人。
create table trade.member (
  tender uuid not null references trade.tender,
  person uuid not null references library.person,
  kind   text not null check (kind in ('抽取专家', '自选专家', '采购人代表')),
  "order" int not null,
  primary key (tender, person)
);
create table trade.draw (
  id     uuid primary key,
  tender uuid not null references trade.tender,
  at     timestamptz not null,
  need   int not null check (need > 0),
  pool   jsonb not null,                     -- 合格且不须回避者，按编号排列
  excluded jsonb not null,                   -- 回避者与理由
  seed   text not null,
  drawn  jsonb not null
);
create trigger append_only before update or delete or truncate on trade.draw for each statement execute function kernel.forbid();
