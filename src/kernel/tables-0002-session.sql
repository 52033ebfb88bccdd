-- 会话知道自己：哪个岗位、受谁之托、何时以何因素验证过、在哪台设备上。旧会话作废，重新登录即可。
delete from kernel.session;
alter table kernel.session
  add column id         uuid not null unique,
  add column position   uuid,                    -- whoever ends the position ends the session
  add column delegation uuid,                    -- acting in another's place
  add column proved     timestamptz not null,    -- when a password or a factor was last shown
  add column factor     text,                    -- the second factor that was used; null: password alone
  add column agent      text not null default '',
  add column address    text not null default '';
create index on kernel.session (position);
create index on kernel.session (delegation) where delegation is not null;

-- 代谁办的：受托人与委托人视为同一只手。
alter table kernel.journal add column behalf uuid;
