create table identity.delegation (
  id        uuid primary key references kernel.subject,
  position  uuid not null references library.position, -- the principal's, whose role and organisation are lent
  principal uuid not null references library.person,
  delegate  uuid not null references library.person check (delegate <> principal),
  nouns     text[] not null check (cardinality(nouns) > 0),
  begins    timestamptz not null,
  ends      timestamptz not null check (ends > begins),
  reason    text not null
);
create index on identity.delegation (principal);
create index on identity.delegation (delegate);

-- 委托人的岗位或账号一停，受托人的会话同时没有；授权一收回也一样。
create function identity.end_delegated() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'position' then
    if new.ended then
      delete from kernel.session s using identity.delegation d where s.delegation = d.id and d.position = new.id;
    end if;
  elsif tg_table_name = 'person' then
    if new.disabled then
      delete from kernel.session s using identity.delegation d where s.delegation = d.id and d.principal = new.id;
    end if;
  else
    delete from kernel.session where delegation = new.id;
  end if;
  return null;
end $$;
create trigger end_delegated after update of ended on library.position for each row execute function identity.end_delegated();
create trigger end_delegated after update of disabled on library.person for each row execute function identity.end_delegated();
create trigger end_delegated after update of state on kernel.subject for each row
  when (new.noun = '授权委托') execute function identity.end_delegated();
