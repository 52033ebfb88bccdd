-- 抽取不只为招标项目：凡要组成评审小组的事项都可以（框架协议的第一阶段）。席位随事项；列名“tender”留着不改。
do $$
declare c record;
begin
  for c in
    select conrelid::regclass as t, conname as n from pg_constraint
    where contype = 'f' and confrelid = 'trade.tender'::regclass and conrelid in ('trade.draw'::regclass, 'trade.member'::regclass)
  loop
    execute format('alter table %s drop constraint %I', c.t, c.n);
    execute format('alter table %s add foreign key (tender) references kernel.subject', c.t);
  end loop;
end $$;
alter table trade.draw add column occasion jsonb;  -- 评审的日子、地点、供应商；空为招标项目，从它的记录读
