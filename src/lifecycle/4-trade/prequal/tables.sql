-- 资格预审：公告征集，采购人逐家逐项审查，结果逐家告知，合格的受邀投标（87号令第十四、二十一条）。
create table trade.prequal (
  id          uuid primary key references kernel.subject,
  tender      uuid not null references trade.tender,
  deadline    timestamptz,                   -- 公告发布时定下
  supply_ends date,
  review_day  date,
  need        int check (need > 0),          -- 拟邀请家数；空：合格的全部
  parts       text not null,                 -- 申请文件的组成及格式
  standard    text not null                  -- 审查标准及方法
);
create index on trade.prequal (tender);
create table trade.application (
  id        uuid primary key references kernel.subject,
  prequal   uuid not null references trade.prequal,
  supplier  uuid not null references library.org,
  answers   jsonb not null,
  submitted timestamptz not null,
  unique (prequal, supplier)
);
create table trade.application_verdict (
  application uuid not null references trade.application,
  item        text not null,
  passed      boolean not null,
  reason      text not null,
  primary key (application, item)
);
create trigger append_only before update or delete or truncate on trade.application_verdict for each statement execute function kernel.forbid();
