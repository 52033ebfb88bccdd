-- 无系统不交易：合同或来自中标，或来自商城订单，二者必居其一；订单没有采购计划，指标由订单直接占用（purchase_order.line_id not null）。
alter table contract.contract alter column award_id drop not null;
alter table contract.contract alter column plan_id drop not null;
alter table contract.contract add column order_id uuid unique references mall.purchase_order;
alter table contract.contract add constraint one_source
  check (num_nonnulls(award_id, order_id) = 1 and (award_id is null) = (plan_id is null));
