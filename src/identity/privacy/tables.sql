-- 个人信息：谁看过全值、谁导出过、哪天清理过，都只追加；依法须留存的，停止清理。
create table identity.hold (
  id       uuid primary key references kernel.subject,
  kind     text not null check (kind in ('人员', '单位', '采购项目')),
  about    uuid not null,                 -- 人员、单位或项目的编号
  ground   text not null check (ground in ('质疑投诉', '诉讼仲裁', '监察调查', '审计检查')),
  document text not null,                 -- 依据的文书及文号
  reason   text not null
);
create index on identity.hold (about);
-- 清理之前先问：这个人、这个项目，有没有依法留存？
create function identity.is_held(about uuid) returns boolean language sql stable as $$
  select exists (select from identity.hold h join kernel.subject s on s.id = h.id
    where h.about = is_held.about and s.state = '留存中')
$$;

create table identity.look (
  seq     bigint generated always as identity primary key,
  at      timestamptz not null,
  person  uuid not null,
  name    text not null,
  role    text not null,
  org     uuid,
  org_name text not null,
  module  text not null,
  record  uuid not null,
  about   uuid,                           -- 被查看的本人，知道的话
  "column" text not null,
  purpose text not null,
  note    text not null default ''
);
create index on identity.look (about, seq);
create trigger append_only before update or delete or truncate on identity.look for each statement execute function kernel.forbid();

create table identity.takeout (
  id      uuid primary key,
  at      timestamptz not null,
  person  uuid,                           -- 空：没有登录的人取公开的名录
  name    text not null,
  role    text not null,
  org_name text not null,
  what    text not null,                  -- 哪张表
  format  text not null check (format in ('xlsx', 'csv', 'json')),
  filter  jsonb not null,
  rows    bigint not null check (rows >= 0),
  personal text[] not null,               -- 其中的个人信息列
  purpose text not null
);
create index on identity.takeout (person, at);
create trigger append_only before update or delete or truncate on identity.takeout for each statement execute function kernel.forbid();

-- 到期清理：一天一项一行。
create table identity.erasure (
  day   date not null,
  sweep text not null,
  rows  bigint not null check (rows >= 0),
  at    timestamptz not null,
  primary key (day, sweep)
);
create trigger append_only before update or delete or truncate on identity.erasure for each statement execute function kernel.forbid();

-- 安全日志：事件不改不删；设备与网络地址到期可以抹去。
drop trigger append_only on identity.event;
create trigger append_only before delete or truncate on identity.event for each statement execute function kernel.forbid();
create function identity.only_blanked() returns trigger language plpgsql as $$
begin
  if current_setting('yiwang.erasing', true) is distinct from 'on'
    or to_jsonb(new) - array['agent', 'address'] is distinct from to_jsonb(old) - array['agent', 'address']
    or new.agent <> '' or new.address <> ''
  then
    raise exception '%.% 只追加，不得修改或删除', tg_table_schema, tg_table_name using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger only_blanked before update on identity.event for each row execute function identity.only_blanked();
