create schema identity;

-- 口令可以还没有（待启用）；失败次数另记，不分账号有没有。演示人员的口令是公开的，只在演示区能用。
alter table library.person
  alter column password drop not null,
  drop column failures,
  drop column locked_until,
  add column disabled boolean not null default false,
  add column demo     boolean not null default false,
  add column may_enrol timestamptz,       -- until then a first factor may be added with the password alone
  add column password_at timestamptz,     -- since when this password holds
  add column noticed  bigint not null default 0; -- security events read so far

-- 离任后可以再任：唯一的是在任的岗位。三员分立由库保证：一个账号在任的管理员岗位至多一个。
alter table library.position drop constraint position_person_role_org_key;
create unique index position_held on library.position (person, role, org) nulls not distinct where not ended;
create unique index one_administrator on library.position (person)
  where not ended and role in ('系统管理员', '安全管理员', '审计管理员');

-- 任职：申请到停用是一件事；审核通过才有岗位（library.position 同号）。
create table identity.appointment (
  id     uuid primary key references kernel.subject,
  person uuid not null references library.person,
  role   text not null,
  org    uuid references library.org,
  region char(6) not null
);
create index on identity.appointment (person);
create index on identity.appointment (org);
-- 账号：与人同号。
create table identity.account (
  id uuid primary key references kernel.subject,
  person uuid not null unique references library.person
);

-- 启用码：只存摘要，一次有效。person 为空：首位管理员的初始码。
create table identity.activation (
  code   bytea primary key,
  person uuid references library.person,
  role   text,
  ends   timestamptz not null,
  used   timestamptz,
  check ((person is null) <> (role is null))
);

-- 错误次数按所报账号的摘要记，没有的账号也记：从锁定也看不出账号有没有。
create table identity.attempt (
  account  bytea primary key,
  failures int not null,
  last     timestamptz not null,
  locked_until timestamptz
);

-- 安全日志只追加：登录、失败、锁定、因素、会话、授权。
create table identity.event (
  seq     bigint generated always as identity primary key,
  at      timestamptz not null,
  person  uuid,
  name    text not null,
  kind    text not null,
  said    text not null,
  agent   text not null default '',
  address text not null default ''
);
create index on identity.event (person, seq);
create trigger append_only before update or delete or truncate on identity.event
  for each statement execute function kernel.forbid();

-- 岗位一停、账号一停，会话同时没有：不论由谁改、从哪里改，都在同一个事务里。
create function identity.end_sessions() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'position' then
    if new.ended or new.role <> old.role or new.region <> old.region or new.org is distinct from old.org then
      delete from kernel.session where position = new.id;
    end if;
  elsif new.disabled or new.password is distinct from old.password and new.password is null then
    delete from kernel.session where person = new.id;
  end if;
  return null;
end $$;
create trigger end_sessions after update on library.position for each row execute function identity.end_sessions();
create trigger end_sessions after update on library.person for each row execute function identity.end_sessions();
create function identity.close_org() returns trigger language plpgsql as $$
begin
  if new.state = '停用' and old.state <> '停用' then
    delete from kernel.session s using library.position p where s.position = p.id and p.org = new.id;
  end if;
  return null;
end $$;
create trigger end_sessions after update on library.org for each row execute function identity.close_org();
