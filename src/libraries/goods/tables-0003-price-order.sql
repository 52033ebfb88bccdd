-- 按价格排：常见的词顺着价格走，到够一页为止，不把十万件都取来再排。
create index offer_price on goods.offer (price, id) where withdrawn is null;
