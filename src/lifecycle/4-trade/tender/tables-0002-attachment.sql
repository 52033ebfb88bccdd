-- 采购文件的附件（图纸、技术规格书）：随公告公开，摘要写进公告内容。键是上传的编号；谁能引用它，由上传时是谁决定。
create table trade.attachment (
  file   uuid not null references kernel.upload,
  tender uuid not null references trade.tender,
  sha256 char(64) not null references kernel.file,
  name   text not null,
  size   bigint not null,
  primary key (tender, file)
);
