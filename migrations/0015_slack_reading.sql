-- How far Slack's messages were taken, per workspace or enterprise, so that what was missed can be read again.
create table slack_reading (
  tenant        text primary key,
  seen_at       timestamptz, -- the last event that was taken
  gap_from      timestamptz, -- messages from here on may be missing
  gaps          integer not null default 0, -- how often a gap was found
  reading_until timestamptz, -- a process reads again, and has it until then
  -- What was too old to be read again: the last such time.
  unread_from   timestamptz,
  unread_to     timestamptz,
  check ((unread_from is null) = (unread_to is null))
);
