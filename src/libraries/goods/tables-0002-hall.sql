-- 第三种证书：脱贫地区农副产品（832平台的商品编号），主题馆由此而来。
alter table goods.certificate drop constraint certificate_kind_check;
alter table goods.certificate add constraint certificate_kind_check
  check (kind in ('节能产品', '环境标志产品', '脱贫地区农副产品'));
