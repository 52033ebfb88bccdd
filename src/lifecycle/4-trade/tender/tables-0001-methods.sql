-- 供应商怎样来：公告，或者指名邀请（资格预审、供应商库抽取、书面推荐、指定）。
alter table trade.tender add column way text not null default '公告';
-- 邀请名单：从备选名单中怎样抽出，谁在场；提交截止前只有经办人知道。
create table trade.shortlist (
  tender     uuid primary key references trade.tender,
  at         timestamptz not null,
  way        text not null check (way in ('资格预审', '供应商库抽取', '书面推荐', '指定')),
  need       int not null check (need > 0),
  watchers   jsonb not null,                 -- 现场监督的采购人工作人员
  candidates jsonb not null,                 -- 备选供应商、推荐人与理由
  seed       text not null,
  invited    jsonb not null
);
-- 暂停：从何时到何时，为什么；恢复时的新日期由暂停的天数推出。
create table trade.pause (
  id      uuid primary key,
  tender  uuid not null references trade.tender,
  at      timestamptz not null,
  reason  text not null,
  resumed timestamptz,
  deadline_before timestamptz,
  deadline_after  timestamptz
);
