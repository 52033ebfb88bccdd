-- 订阅：读者要求有新公告时告诉他。不是采购的事实，不进流水；退订即删，不留地址。
create table disclosure.alert (
  id        uuid primary key,
  query     jsonb not null,                 -- 查找条件
  label     text not null,
  email     text,
  webhook   text,
  secret    text,                           -- 回调签名的密钥，只在建立时告诉本人
  origin    text not null,                  -- 信里的网址以此开头
  daily     boolean not null,
  client    text not null,                  -- 来处的摘要，只用来限次
  made      timestamptz not null,
  confirmed timestamptz,                    -- null: 还没有确认，什么也不发
  seq       bigint not null default 0,      -- 索引里读到了哪里
  due       timestamptz,
  check ((email is null) <> (webhook is null))
);
create index on disclosure.alert (due) where confirmed is not null;
create index on disclosure.alert (client, made);
create index on disclosure.alert (email) where email is not null;
create index on disclosure.alert (webhook) where webhook is not null;
