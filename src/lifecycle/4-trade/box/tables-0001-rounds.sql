-- 报价轮次与投标同一保管：自己到时封箱的箱，准予启封的是哪几份、何时准予。
alter table trade.box
  add column own_clock boolean not null default false,  -- 到时自己封箱；否则随招标截止封箱
  add column admitted jsonb,                            -- 准予启封的各份；空为箱内全部
  add column permitted_at timestamptz;
update trade.box b set permitted_at = s.since from kernel.subject s where s.id = b.id and b.permitted;
alter table trade.box drop column permitted;
