-- 失败之后重新开展的采购：接着哪一个项目（OCDS relatedProcess）。
alter table library.project add column again uuid references library.project;
