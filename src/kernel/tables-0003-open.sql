-- Who may read a record follows from its state; these two are written with the state, so that a policy can use an index.
alter table kernel.subject
  add column open   boolean not null default false, -- any signed-in person may read it
  add column closed boolean not null default false; -- nobody but its own parties may
create index subject_open on kernel.subject (noun, since) where open;
create index subject_region on kernel.subject (region, noun);
