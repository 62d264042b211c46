-- Events in monthly partitions, roll-ups of them that outlive them, and what the pages of managers and the Guardian keep.
-- docs/decisions/0012-months-by-id.md says why the tables are cut by their ids.

-- An id that begins with its moment in milliseconds (UUID version 7, RFC 9562).
create function moment_id(at timestamptz) returns uuid language sql volatile as $$
  select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7'
    || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid
$$;
-- No id of that moment or later is less.
create function first_id(at timestamptz) returns uuid language sql immutable as $$
  select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

alter table notices rename to notices_before;
alter table outcomes rename to outcomes_before;
alter table incidents rename to incidents_before;
alter table notices_before rename constraint notices_pkey to notices_before_pkey;
alter table outcomes_before rename constraint outcomes_pkey to outcomes_before_pkey;
alter table incidents_before rename constraint incidents_pkey to incidents_before_pkey;
drop index incidents_by_time;
drop index incidents_by_person;
drop index outcomes_answered;

-- One row for each version of a message that was flagged: the key is the claim. A partitioned table can't hold it, since its unique
-- keys must contain what it is cut by. It goes when its incident does.
create table claims (
  tenant     text        not null,
  platform   text        not null,
  channel    text        not null,
  message    text        not null,
  version    text        not null,
  claimed_at timestamptz not null,
  primary key (tenant, platform, channel, message, version)
);
create index claims_by_time on claims (tenant, claimed_at);
insert into claims select tenant, platform, channel, message, version, claimed_at from incidents_before;

-- Columns as 0001 and 0002 describe them.
create table incidents (
  tenant         text        not null,
  id             uuid        not null default moment_id(now()),
  platform       text        not null,
  channel        text        not null,
  message        text        not null,
  version        text        not null,
  thread         text,
  person         uuid        not null,
  level          text        not null check (level in ('nudge', 'urgent')),
  mode           text        not null check (mode in ('watch', 'nudge')),
  categories     text[]      not null,
  findings       text[]      not null,
  reasons        text[]      not null,
  audience       text        not null check (audience in ('care-team', 'organisation', 'external', 'direct')),
  readers        integer,
  guests         integer,
  characters     integer     not null default 0,
  policy         text        not null,
  policy_version text        not null,
  link           text,
  posted_at      timestamptz not null,
  claimed_at     timestamptz not null default now(),
  repeat_of      uuid,
  burst_of       uuid,
  held           text        check (held in ('watch', 'repeat', 'interval', 'burst', 'budget', 'disputed')),
  answer         text        check (answer in ('fixed', 'not-patient', 'needed')),
  answered_at    timestamptz,
  resolution     text        check (resolution in ('edited', 'deleted')),
  resolved_at    timestamptz,
  primary key (tenant, id),
  foreign key (tenant, person) references people (tenant, id)
) partition by range (id);
-- What has no month of its own: from before there were months, and of a month that was not made in time.
create table incidents_default partition of incidents default;
create index incidents_by_time on incidents (tenant, claimed_at);
create index incidents_by_person on incidents (tenant, person, claimed_at);
create index incidents_by_message on incidents (tenant, platform, channel, message);
create index incidents_by_burst on incidents (tenant, burst_of) where burst_of is not null;
insert into incidents (tenant, id, platform, channel, message, version, thread, person, level, mode, categories, findings, reasons,
    audience, readers, guests, characters, policy, policy_version, link, posted_at, claimed_at, repeat_of, burst_of, held, answer,
    answered_at, resolution, resolved_at)
  select tenant, id, platform, channel, message, version, thread, person, level, mode, categories, findings, reasons,
    audience, readers, guests, characters, policy, policy_version, link, posted_at, claimed_at, repeat_of, burst_of, held, answer,
    answered_at, resolution, resolved_at
  from incidents_before;

create table outcomes (
  tenant   text        not null,
  incident uuid        not null,
  id       bigint      generated always as identity,
  at       timestamptz not null default now(),
  kind     text        not null,
  detail   text,
  note     text,
  primary key (tenant, incident, id),
  foreign key (tenant, incident) references incidents (tenant, id) on delete cascade
) partition by range (incident);
create table outcomes_default partition of outcomes default;
create unique index outcomes_answered on outcomes (tenant, incident, kind)
  where kind in ('safer', 'said-fixed', 'not-patient', 'needed', 'why');
create index outcomes_by_time on outcomes (tenant, at);
insert into outcomes (tenant, incident, at, kind, detail, note)
  select tenant, incident, at, kind, detail, note from outcomes_before order by id;

create table notices (
  tenant     text        not null,
  id         uuid        not null default gen_random_uuid(),
  incident   uuid        not null,
  kind       text        not null check (kind in ('first', 'left', 'summary', 'reminder', 'thanks')),
  turn       integer     not null,
  delivery   text        not null check (delivery in ('waiting', 'handed', 'sent', 'unreachable', 'uncertain', 'held')),
  attempts   integer     not null default 0,
  via        text,
  ref        text,
  created_at timestamptz not null default now(),
  sent_at    timestamptz,
  primary key (tenant, incident, id),
  unique (tenant, incident, kind),
  foreign key (tenant, incident) references incidents (tenant, id) on delete cascade
) partition by range (incident);
create table notices_default partition of notices default;
create index notices_by_id on notices (tenant, id);
insert into notices (tenant, id, incident, kind, turn, delivery, attempts, via, ref, created_at, sent_at)
  select tenant, id, incident, kind, turn, delivery, attempts, via, ref, created_at, sent_at from notices_before;

drop table notices_before;
drop table outcomes_before;
drop table incidents_before;

-- Incidents of a day in Europe/London that are alike in all that pages ask for; delivery is that of the first notice. Rewritten
-- for a whole day when something of it changed, and kept when the incidents go. No key: a day's rows are only ever replaced.
create table daily_incidents (
  tenant     text    not null,
  platform   text    not null,
  day        date    not null,
  audience   text    not null,
  level      text    not null,
  mode       text    not null,
  delivery   text    not null,
  resolution text,
  answer     text,
  held       text,
  categories text[]  not null,
  incidents  integer not null
);
create index daily_incidents_by_day on daily_incidents (tenant, platform, day);

-- The same by team, by the first of the categories. A team of fewer than 8 people is part of '', as are those whose team nobody knows.
create table daily_team_incidents (
  tenant    text    not null,
  platform  text    not null,
  day       date    not null,
  team      text    not null,
  category  text    not null,
  audience  text    not null,
  incidents integer not null,
  put_right integer not null,
  primary key (tenant, platform, day, team, category, audience)
);

create table daily_totals (
  tenant    text    not null,
  platform  text    not null,
  day       date    not null,
  incidents integer not null,
  urgent    integer not null,
  put_right integer not null,
  posters   integer not null, -- how many people posted them
  primary key (tenant, platform, day)
);

-- Answers to questions of the bank in variants that were new to the person, by day, team (as above) and topic.
create table daily_answers (
  tenant   text    not null,
  platform text    not null,
  day      date    not null,
  team     text    not null,
  topic    text    not null,
  answers  integer not null,
  correct  integer not null,
  primary key (tenant, platform, day, team, topic)
);

-- The Guardian's list by the day that something was put on it, and how it stands now; '' where nothing was flagged.
create table daily_triage (
  tenant   text    not null,
  platform text    not null,
  day      date    not null,
  kind     text    not null,
  category text    not null,
  state    text    not null,
  items    integer not null,
  primary key (tenant, platform, day, kind, category, state)
);

-- A job that one process does for an organisation, '' for the installation: the row is its claim and says how far it came.
create table housekeeping (
  tenant     text        not null,
  job        text        not null check (job in ('roll-up', 'months', 'retention', 'reports')),
  due        timestamptz not null, -- the run: the minute, the night or the month that it is for
  claimed_at timestamptz not null,
  done_at    timestamptz,
  up_to      timestamptz, -- everything before was seen to
  primary key (tenant, job)
);

-- What retention removed, and of what.
create table removals (
  tenant  text        not null,
  id      bigint      generated always as identity,
  at      timestamptz not null default now(),
  what    text        not null,
  before  date        not null, -- older than this went
  removed bigint      not null,
  primary key (tenant, id)
);
create index removals_by_time on removals (at);

-- What score_months held as one value is now a row each, so that a page reads only what it shows. '' is all of them.
create table score_figures (
  tenant   text    not null,
  platform text    not null,
  month    text    not null,
  measure  text    not null check (measure in ('awareness', 'coverage', 'told', 'practice')),
  team     text    not null,
  topic    text    not null,
  part     integer not null,
  whole    integer not null,
  primary key (tenant, platform, month, measure, team, topic)
);
create index score_figures_by_team on score_figures (tenant, platform, team, month);
insert into score_figures (tenant, platform, month, measure, team, topic, part, whole)
  select tenant, platform, month, one ->> 'measure', coalesce(one ->> 'team', ''), coalesce(one ->> 'topic', ''),
    (one ->> 'part')::integer, (one ->> 'whole')::integer
  from score_months, jsonb_array_elements(figures) as one;
-- The row that is left says that a month was published, and how it went with messages in the whole organisation (exact; the page rounds).
alter table score_months drop column figures, add column happened jsonb;

-- Policies that ran here: what each rule was set to, and since when. `digest` tells an edit that kept its version from the one before.
create table policy_versions (
  tenant        text        not null, -- '' for the installation
  name          text        not null,
  version       text        not null,
  digest        text        not null,
  modes         jsonb       not null,
  first_seen_at timestamptz not null,
  primary key (tenant, name, version, digest, first_seen_at)
);

-- What a Guardian said of a channel: who can read it, whatever the platform says, and whether it is read at all.
create table channel_rules (
  tenant     text        not null,
  platform   text        not null,
  channel    text        not null,
  audience   text        check (audience in ('care-team', 'organisation', 'external', 'direct')),
  excluded   boolean     not null default false,
  changed_by text        not null,
  changed_at timestamptz not null,
  primary key (tenant, platform, channel)
);
-- Every change of it; only added to.
create table channel_rule_log (
  tenant   text        not null,
  id       bigint      generated always as identity,
  platform text        not null,
  channel  text        not null,
  audience text,
  excluded boolean     not null,
  actor    text        not null,
  at       timestamptz not null,
  primary key (tenant, id)
);

-- What a manager is told of their teams once a month; the key is the claim. Delivery as of a notice.
create table manager_reports (
  tenant   text        not null,
  person   uuid        not null,
  month    text        not null,
  delivery text        not null default 'waiting'
    check (delivery in ('waiting', 'handed', 'sent', 'unreachable', 'uncertain', 'held')),
  attempts integer     not null default 0,
  via      text,
  sent_at  timestamptz,
  primary key (tenant, person, month),
  foreign key (tenant, person) references people (tenant, id) on delete cascade
);
