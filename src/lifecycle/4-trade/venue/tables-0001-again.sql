-- A re-evaluation after a closed session sits again: another session of the same purchase, beside the first and its signed record.
alter table trade.remote drop constraint remote_tender_key;
create index remote_tender on trade.remote (tender);
