-- 紧急采购：写明理由的，可以不经批准采用其他方式，可以不公开意向（财库〔2026〕12号）。空：不是紧急采购。
alter table intention.requirement add column emergency text not null default '';
