-- 发布的封签：用不在库里的密钥算，改了库的人算不出来。以前的发布没有。
alter table disclosure.release add column seal char(64) check (seal ~ '^[0-9a-f]{64}$');
