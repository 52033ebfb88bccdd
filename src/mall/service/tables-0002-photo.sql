-- 照片：报修、增项、完工、验收时拍的，作履约凭证；摘要在流水里。
create table mall.service_photo (
  file     uuid not null references kernel.upload,
  order_id uuid not null references mall.service_order,
  stage    text not null check (stage in ('下单', '增项', '完工', '验收')),
  sha256   char(64) not null references kernel.file,
  type     text not null,
  org      uuid not null references library.org,
  at       timestamptz not null,
  primary key (order_id, file)
);
-- 互评：办结的单上，双方各一次。
alter table mall.service_order add column of_supplier jsonb, add column of_buyer jsonb;
