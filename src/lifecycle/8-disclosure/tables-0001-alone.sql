-- 单位自己的公告（年度执行情况、投诉受理方式、考核结果）不属于哪一个采购项目：没有项目，也就没有 ocid 和项目编号。
alter table disclosure.notice alter column process drop not null;
alter table disclosure.notice alter column ocid drop not null;
alter table disclosure.notice alter column project_no drop not null;
alter table disclosure.notice add constraint of_a_project_or_alone
  check ((process is null) = (ocid is null) and (process is null) = (project_no is null));
create index on disclosure.notice (subject, published);
