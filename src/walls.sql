-- 第二道墙：行级安全。Stated anew whenever it or the schema changes (src/postgres/walls.ts); says what docs/access.md says.
-- yiwang_app   the application's connections; what its policies let through, one person may read
-- yiwang_house the clock, the sequencer, an act judging its rules

-- Does the spine's own policy let this one through? In PL/pgSQL, because its plan is kept from question to question.
create or replace function kernel.may_read(id uuid) returns boolean language plpgsql stable as $$
begin
  return exists (select from kernel.subject s where s.id = may_read.id);
end $$;

-- Whose is it, apart from its being open to all: mine, or of a region at or under mine and not closed.
create or replace function kernel.is_near(id uuid) returns boolean language plpgsql stable as $$
begin
  return exists (select from kernel.subject s where s.id = is_near.id and (
    s.parties @> nullif(current_setting('yiwang.me0', true), '')::jsonb
    or s.parties @> nullif(current_setting('yiwang.me1', true), '')::jsonb
    or s.parties @> nullif(current_setting('yiwang.me2', true), '')::jsonb
    or s.region = any (nullif(current_setting('yiwang.regions', true), '')::bpchar[])
      and s.noun = any (nullif(current_setting('yiwang.supervises', true), '')::text[]) and not s.closed));
end $$;

do $$
declare
  t record;
  own text;
begin
  for t in select nspname as s from pg_namespace where nspname !~ '^(pg_|information_schema$|public$)' loop
    execute format('grant usage on schema %I to yiwang_app, yiwang_house', t.s);
    execute format('grant select, insert, update, delete on all tables in schema %I to yiwang_app, yiwang_house', t.s);
    execute format('grant select, usage on all sequences in schema %I to yiwang_app, yiwang_house', t.s);
  end loop;
  for t in select schemaname as s, tablename as n, policyname as p from pg_policies where policyname in ('house', 'reader') loop
    execute format('drop policy %I on %I.%I', t.p, t.s, t.n);
  end loop;

  -- Whatever is one with a subject is seen by whoever sees the subject: every module's own table, today's and tomorrow's.
  for t in
    select n.nspname as s, c.relname as n, a.attname as k
    from pg_constraint f
    join pg_class c on c.oid = f.conrelid
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum = f.conkey[1]
    join pg_index i on i.indrelid = c.oid and i.indisprimary and i.indkey::text = a.attnum::text
    where f.contype = 'f' and f.confrelid = 'kernel.subject'::regclass and array_length(f.conkey, 1) = 1
  loop
    execute format('alter table %I.%I enable row level security', t.s, t.n);
    execute format('create policy house on %I.%I to yiwang_house using (true) with check (true)', t.s, t.n);
    execute format('create policy reader on %I.%I for select to yiwang_app using (kernel.may_read(%I))',
      t.s, t.n, t.k);
  end loop;

  -- Nobody's to read, or its owner's: named one by one.
  foreach own slice 0 in array array[
    'kernel.subject', 'kernel.journal', 'kernel.idempotency',
    'trade.qualification', 'trade.score', 'trade.objection', 'trade.reevaluation', 'trade.conformity', 'trade.member', 'trade.plain_draw',
    'trade.shortlist', 'trade.talk', 'trade.variation', 'trade.round', 'trade.attendance', 'trade.exchange', 'trade.hall_word', 'trade.letter_vote', 'trade.interruption',
    'library.expert', 'library.expert_tie', 'library.intake_row', 'library.intake_fault',
    'law.article', 'law.repeal',
    'trade.kept_round', 'trade.kept_quote',
    'trade.entry', 'trade.release', 'trade.recovery', 'trade.upload', 'trade.sweep',
    'trade.application_verdict', 'trade.award', 'trade.draw_commit', 'trade.draw_call',
    'library.person', 'library.position', 'library.fact', 'library.relation', 'library.share', 'library.training',
    'identity.activation', 'identity.attempt', 'identity.event', 'identity.look', 'identity.takeout', 'identity.erasure',
    'factor.totp', 'factor.recovery', 'factor.passkey', 'factor.certificate', 'factor.federated', 'factor.ticket',
    'goods.offer', 'goods.price', 'goods.certificate', 'goods.fault',
    'budget.entry', 'payment.instalment',
    'kernel.upload', 'kernel.file', 'outside.handset', 'outside.call', 'outside.voucher',
    'mall.cart', 'mall.serial', 'mall.lapse', 'mall.auction_bid', 'mall.service_turn', 'mall.service_photo', 'mall.hall_deal', 'mall.framework_lot', 'mall.framework_turn',
    'trade.attachment', 'disclosure.alert', 'disclosure.file_text', 'identity.knock', 'rollout.attestation', 'outside.mail', 'outside.outbox', 'outside.central_notice'
  ] loop
    execute format('alter table %s enable row level security', own);
    execute format('create policy house on %s to yiwang_house using (true) with check (true)', own);
  end loop;
end $$;

-- The spine: open, or mine, or of a region at or under mine and not closed. Each arm has its index.
create policy reader on kernel.subject for select to yiwang_app using (
  open
  or (
    (
      parties @> (select nullif(current_setting('yiwang.me0', true), '')::jsonb)
      or parties @> (select nullif(current_setting('yiwang.me1', true), '')::jsonb)
      or parties @> (select nullif(current_setting('yiwang.me2', true), '')::jsonb)
      or (
        region = any ((select nullif(current_setting('yiwang.regions', true), ''))::bpchar[])
        and (
          noun = any ((select nullif(current_setting('yiwang.supervises', true), ''))::text[]) and not closed
          or noun = any ((select nullif(current_setting('yiwang.administers', true), ''))::text[])
        )
      )
    )
    -- A delegate sees what was entrusted to him.
    and coalesce(noun = any ((select nullif(current_setting('yiwang.entrusted', true), ''))::text[]), true)
  )
);
create policy reader on kernel.journal for select to yiwang_app using (kernel.may_read(subject));
create policy reader on trade.qualification for select to yiwang_app using (exists (select from trade.bid b where b.id = bid));
-- Told to the applicant, and not before: what was found of its application.
create policy reader on trade.application_verdict for select to yiwang_app using (
  exists (select from kernel.subject s where s.id = application and s.state in ('通过', '未通过'))
);
create policy reader on trade.score for select to yiwang_app using (exists (select from trade.review r where r.id = review));
create policy reader on trade.objection for select to yiwang_app using (exists (select from trade.review r where r.id = review));
create policy reader on trade.conformity for select to yiwang_app using (exists (select from trade.review r where r.id = review));
-- Who sits on a committee, and who was drawn: each member his own seat, nobody the list.
create policy reader on trade.member for select to yiwang_app using (person = (select nullif(current_setting('yiwang.person', true), '')::uuid));
-- Who is invited, and what was said at the table: nobody reads the rows; records and notices say what may be said.
-- A round is its lot's, and whoever quoted in it knows its lock and its hour.
create policy reader on trade.round for select to yiwang_app using (
  exists (select from trade.lot l where l.id = lot) or exists (select from trade.quote q where q.round = round.id)
);
-- Articles of what is still being registered are its department's.
create policy reader on law.article for select to yiwang_app using (doc is null or exists (select from law.doc d where d.id = doc));
-- Who vouched for what goes with the roll-out.
create policy reader on rollout.attestation for select to yiwang_app using (exists (select from rollout.roll r where r.id = roll));
create policy reader on law.repeal for select to yiwang_app using (exists (select from law.doc d where d.id = doc));
-- The library of experts is the finance departments'.
create policy reader on library.expert for select to yiwang_app using (
  person = (select nullif(current_setting('yiwang.person', true), '')::uuid)
  or (region = any ((select nullif(current_setting('yiwang.regions', true), ''))::bpchar[])
      and (select nullif(current_setting('yiwang.supervises', true), '{}')) <> '')
);
create policy reader on library.expert_tie for select to yiwang_app using (exists (select from library.expert e where e.person = expert));
-- What was read of a table is whoever's the batch is.
create policy reader on library.intake_row for select to yiwang_app using (exists (select from library.intake i where i.id = intake));
create policy reader on library.intake_fault for select to yiwang_app using (exists (select from library.intake i where i.id = intake));
-- What is sealed is its owner's, under the same id as its bid or quote; how many lie in a box, and who let go of what, nobody reads.
create policy reader on trade.entry for select to yiwang_app using (exists (select from kernel.subject s where s.id = trade.entry.id));
create policy reader on trade.upload for select to yiwang_app using (owner = (select nullif(current_setting('yiwang.org', true), '')::uuid));

-- People and positions: oneself, one's own unit, and the places one supervises or administers; an expert is seen with his registration.
create policy reader on library.position for select to yiwang_app using (
  person = (select nullif(current_setting('yiwang.person', true), '')::uuid)
  or org = (select nullif(current_setting('yiwang.org', true), '')::uuid)
  or region = any ((select nullif(current_setting('yiwang.regions', true), ''))::bpchar[])
);
create policy reader on library.person for select to yiwang_app using (
  id = (select nullif(current_setting('yiwang.person', true), '')::uuid)
  or exists (select from library.position o where o.person = person.id)
  or exists (select from identity.appointment a where a.person = person.id)
  or exists (select from library.expert e where e.person = person.id)
);
create policy reader on library.training for select to yiwang_app using (exists (select from library.expert e where e.person = expert));
-- What a unit or an expert said of itself goes with its registration; a share is between its two units.
create policy reader on library.fact for select to yiwang_app using (kernel.may_read(subject));
create policy reader on library.relation for select to yiwang_app using (kernel.may_read(supplier));
create policy reader on library.share for select to yiwang_app using (
  supplier = (select nullif(current_setting('yiwang.org', true), '')::uuid)
  or reader = (select nullif(current_setting('yiwang.org', true), '')::uuid)
);
-- How one signs in is one's own; codes, tries and tickets are nobody's. The log is its person's and the auditor's, and so are the traces.
create policy reader on factor.totp for select to yiwang_app using (person = (select nullif(current_setting('yiwang.person', true), '')::uuid));
create policy reader on factor.recovery for select to yiwang_app using (person = (select nullif(current_setting('yiwang.person', true), '')::uuid));
create policy reader on factor.passkey for select to yiwang_app using (person = (select nullif(current_setting('yiwang.person', true), '')::uuid));
create policy reader on factor.certificate for select to yiwang_app using (person = (select nullif(current_setting('yiwang.person', true), '')::uuid));
create policy reader on factor.federated for select to yiwang_app using (person = (select nullif(current_setting('yiwang.person', true), '')::uuid));
create policy reader on identity.event for select to yiwang_app using (
  person = (select nullif(current_setting('yiwang.person', true), '')::uuid) or (select current_setting('yiwang.role', true)) = '审计管理员'
);
create policy reader on identity.look for select to yiwang_app using (
  about = (select nullif(current_setting('yiwang.person', true), '')::uuid) or (select current_setting('yiwang.role', true)) = '审计管理员'
);
create policy reader on identity.takeout for select to yiwang_app using ((select current_setting('yiwang.role', true)) = '审计管理员');
create policy reader on identity.erasure for select to yiwang_app using ((select current_setting('yiwang.role', true)) = '审计管理员');
-- Goods on sale are everybody's; what is not in the library yet, its supplier's and its reviewers'.
create policy reader on goods.offer for select to yiwang_app using (listing in (select l.id from goods.listing l));
create policy reader on goods.price for select to yiwang_app using (exists (select from goods.offer o where o.id = offer));
create policy reader on goods.certificate for select to yiwang_app using (exists (select from goods.offer o where o.id = offer));
create policy reader on goods.fault for select to yiwang_app using (exists (select from goods.listing l where l.id = listing));
-- A draw's calls and commitments go with the draw; the sandboxes of the operator and the treasury are on the other side of the wire.
create policy reader on trade.draw_call for select to yiwang_app using (exists (select from trade.draw d where d.id = draw));
create policy reader on trade.draw_commit for select to yiwang_app using (exists (select from trade.draw d where d.id = draw));
-- Who won is the hosts' until the result is public: every lot is open to read, so openness does not decide it.
create policy reader on trade.award for select to yiwang_app using (
  kernel.is_near(lot)
  or exists (select from trade.lot l join trade.tender t on t.id = l.tender where l.id = lot and t.announced is not null)
);
create policy reader on budget.entry for select to yiwang_app using (exists (select from budget.line l where l.id = line));
create policy reader on payment.instalment for select to yiwang_app using (exists (select from payment.request r where r.id = request));
-- A file is seen by whoever handed it in; records show what of it they show.
create policy reader on kernel.upload for select to yiwang_app using (person = (select nullif(current_setting('yiwang.person', true), '')::uuid));
create policy reader on kernel.file for select to yiwang_app using (exists (select from kernel.upload u where u.sha256 = file.sha256));
-- A cart is one person's. Which serials were sent, who failed whom, and what was bid in an auction, nobody reads as rows: records and boards say what may be said.
create policy reader on mall.cart for select to yiwang_app using (person = (select nullif(current_setting('yiwang.person', true), '')::uuid));
-- Packages go with their framework. Whose turn was used is the package's own.
create policy reader on mall.framework_lot for select to yiwang_app using (exists (select from mall.framework f where f.id = framework));
create policy reader on mall.framework_turn for select to yiwang_app using (exists (select from mall.framework_lot l where l.id = lot));
