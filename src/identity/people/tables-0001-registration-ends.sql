-- 单位的登记与单位同号：登记停用、撤并，该单位各岗位的会话同时没有。
drop trigger end_sessions on library.org;
create or replace function identity.close_org() returns trigger language plpgsql as $$
begin
  delete from kernel.session s using library.position p where s.position = p.id and p.org = new.id;
  return null;
end $$;
create trigger end_sessions after update of state on kernel.subject for each row
  when (new.state in ('停用', '已合并', '已撤销') and new.state <> old.state) execute function identity.close_org();
