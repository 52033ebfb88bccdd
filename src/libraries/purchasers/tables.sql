-- 采购人：预算单位树。隶属关系按预算、按行政各一棵，有起止；撤并不改历史。
create table library.unit (
  org      uuid primary key references library.org,
  division char(9) not null check (division ~ '^[0-9]{9}$') -- 财政区划代码
);
create table library.unit_link (
  id     uuid primary key,
  unit   uuid not null references library.unit,
  kind   text not null check (kind in ('预算', '行政')),
  parent uuid references library.unit check (parent <> unit), -- null：直接隶属本级财政（预算）或本级政府（行政）
  since  date not null,
  until  date check (until is null or until >= since)
);
create unique index unit_link_now on library.unit_link (unit, kind) where until is null;
create index on library.unit_link (parent) where until is null;
-- 合并、撤销：去向记在这里；名下事项不随之移动。
create table library.unit_end (
  unit     uuid primary key references library.unit,
  heir     uuid references library.unit check (heir <> unit), -- null：撤销
  since    date not null,
  handover text not null
);
