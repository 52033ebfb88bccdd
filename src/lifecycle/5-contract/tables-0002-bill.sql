-- 合同的第三种由来：定点服务的按月结算单，一笔指标一份；三者必居其一。
alter table contract.contract add column bill_id uuid references mall.service_bill;
alter table contract.contract add constraint one_per_bill_line unique (bill_id, line_id);
alter table contract.contract drop constraint one_source;
alter table contract.contract add constraint one_source
  check (num_nonnulls(award_id, order_id, bill_id) = 1 and (award_id is null) = (plan_id is null));
