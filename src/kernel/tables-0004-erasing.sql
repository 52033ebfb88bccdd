-- 抹去个人信息：流水的叶子一字不动，证明照旧成立；能抹去的只有姓名、内部事实和盐，且须在明言抹去的事务里。
drop trigger append_only on kernel.journal;
create trigger append_only before delete or truncate on kernel.journal for each statement execute function kernel.forbid();
create function kernel.only_erased() returns trigger language plpgsql as $$
begin
  if current_setting('yiwang.erasing', true) is distinct from 'on'
    or to_jsonb(new) - array['person_name', 'data', 'salt'] is distinct from to_jsonb(old) - array['person_name', 'data', 'salt']
    or new.person_name not in (old.person_name, '（已抹去）')
    or new.data not in (old.data, '{}')
    or new.salt is not null and new.salt is distinct from old.salt
  then
    raise exception '%.% 只追加，不得修改或删除', tg_table_schema, tg_table_name using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger only_erased before update on kernel.journal for each row execute function kernel.only_erased();
