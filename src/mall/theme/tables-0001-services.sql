-- 馆里也有定点服务：一笔不止是商城订单。
alter table mall.hall_deal drop constraint hall_deal_order_id_fkey;
alter table mall.hall_deal add foreign key (order_id) references kernel.subject;
