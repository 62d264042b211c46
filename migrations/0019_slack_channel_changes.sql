-- A channel of Slack changed, or somebody came or went who matters: every process that remembers who can read it asks anew.
create table slack_channel_changes (
  tenant     text        not null,
  channel    text        not null,
  changed_at timestamptz not null, -- last
  primary key (tenant, channel)
);
create index slack_channel_changes_by_time on slack_channel_changes (changed_at);
