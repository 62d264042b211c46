-- `late`: urgent, read again hours after it was posted, when nobody had listened; its poster wasn't told.
alter table triage drop constraint triage_kind_check;
alter table triage add constraint triage_kind_check
  check (kind in ('unfixed', 'unreachable', 'disputed', 'report', 'near-miss', 'late'));
