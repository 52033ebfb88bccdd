-- 旧法抽取的记录留存，不再写入。
alter table trade.draw rename to plain_draw;

-- 专家抽取：先承诺，后信标，再按排列逐位通知。名单在 vault 里，另有钥匙；公开的只有位次。
create table trade.draw (
  id      uuid primary key references kernel.subject,
  tender  uuid not null references trade.tender,
  site    uuid,                              -- 异地评标：哪个会场的名单
  kind    text not null check (kind in ('首次', '补抽', '重抽')),
  reason  text not null,                     -- 补抽、重抽的理由
  need    int not null check (need > 0),
  spec    jsonb not null,                    -- 信标之前公布的全部条件
  vault   bytea not null,
  seed    jsonb                              -- 信标与揭示；由此重算排列
);
create index on trade.draw (tender);
create table trade.draw_commit (
  draw       uuid not null references trade.draw,
  by         text not null check (by in ('平台', '代理机构', '采购人', '财政部门')),
  commitment char(64) not null,
  nonce      text,
  primary key (draw, by)
);
-- 一位一行；姓名不在这里。
create table trade.draw_call (
  id       uuid primary key,
  draw     uuid not null references trade.draw,
  turn     int not null check (turn >= 0),   -- 排列中的第几位
  place    int not null check (place >= 0),  -- 名单中的第几位
  attempt  int not null,
  outcome  text not null check (outcome in ('待接听', '参加', '不能', '无人接听', '回避', '暂停', '未到', '已签到')),
  reason   text not null default '',
  placed   timestamptz not null,
  ends     timestamptz,                      -- 这一次响铃到何时
  answered timestamptz,
  unique (draw, turn)
);
create index on trade.draw_call (draw, outcome);

-- 评委中途更换：走了的不再算数，也不抹去（87号令第四十九条）。
alter table trade.member add column gone timestamptz, add column gone_reason text;
