-- 上传：谁传了什么。办理时只认本人的上传；字节按摘要存放，相同内容只存一份。
create table kernel.upload (
  id     uuid primary key,
  person uuid not null,
  sha256 char(64) not null references kernel.file,
  name   text not null,
  at     timestamptz not null
);
create index on kernel.upload (person, at);
