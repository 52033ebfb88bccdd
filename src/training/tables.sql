create schema training;

-- 这个库是什么。正式的库没有这一行；演示区、培训区在空库上写下，一次写定：装过真实数据的库进不了培训，培训的库也变不成正式。
create table training.instance (
  one    boolean primary key default true check (one),
  kind   text not null check (kind in ('演示', '培训')),
  seed   text not null,                      -- 由它生成，同一个词生成同一个区
  digest text not null default '',           -- 装好之后全部单位和专家的摘要
  pace   int not null check (pace between 1 and 1440), -- 时钟快多少倍
  ends   timestamptz,                        -- 时钟走到这里为止：以后的日历没有公布
  loaded boolean not null default false      -- 装完才算数；没装完的可以清掉重来
);
create function training.guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if exists (select from library.org) or exists (select from library.person) or exists (select from kernel.journal) then
      raise exception '库里已有数据，不能改作%区', new.kind using errcode = 'restrict_violation';
    end if;
    return new;
  end if;
  if tg_op = 'UPDATE' and not old.loaded and (new.kind, new.seed, new.pace, new.ends) is not distinct from (old.kind, old.seed, old.pace, old.ends) then
    return new;
  end if;
  raise exception '这个库是%区，写定不改', old.kind using errcode = 'restrict_violation';
end $$;
create trigger guard before insert or update or delete on training.instance for each row execute function training.guard();
create trigger keep before truncate on training.instance for each statement execute function kernel.forbid();

-- 培训时钟走到哪里：只进不退，停机时不走。
create table training.clock (
  one boolean primary key default true check (one),
  at  timestamptz not null
);
create function training.onward() returns trigger language plpgsql as $$
begin
  if new.at < old.at then raise exception '时钟不倒走' using errcode = 'restrict_violation'; end if;
  return new;
end $$;
create trigger onward before update on training.clock for each row execute function training.onward();
