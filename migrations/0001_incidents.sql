-- What Quietword keeps. No column here can hold message text, and none holds an identifier of a
-- patient or a hash of one. Every table leads with its tenant: it isolates rows today and is the
-- distribution key of a distributed PostgreSQL tomorrow.

-- Who posted, by pseudonym: other tables know a person only by this random id.
create table people (
  tenant        text        not null,
  id            uuid        not null default gen_random_uuid(),
  platform      text        not null,
  platform_user text        not null,
  first_seen_at timestamptz not null default now(),
  primary key (tenant, id),
  unique (tenant, platform, platform_user)
);

create table channels (
  tenant     text        not null,
  platform   text        not null,
  id         text        not null,
  audience   text        not null check (audience in ('care-team', 'organisation', 'external', 'direct')),
  readers    integer,
  updated_at timestamptz not null default now(),
  primary key (tenant, platform, id)
);

-- One row for each version of a message that was flagged; the unique key is the claim.
create table incidents (
  tenant         text        not null,
  id             uuid        not null default gen_random_uuid(),
  platform       text        not null,
  channel        text        not null,
  message        text        not null,
  version        text        not null,
  thread         text,
  person         uuid        not null,
  level          text        not null check (level in ('nudge', 'urgent')),
  mode           text        not null check (mode in ('watch', 'nudge')),
  categories     text[]      not null,
  findings       text[]      not null, -- types of what was found ('nhs-number', 'name'), without offsets
  reasons        text[]      not null,
  audience       text        not null check (audience in ('care-team', 'organisation', 'external', 'direct')),
  readers        integer,
  policy         text        not null,
  policy_version text        not null,
  link           text,
  posted_at      timestamptz not null,
  claimed_at     timestamptz not null default now(),
  -- An edit that shows nothing worse than what the person was told of already: no second notice.
  repeat_of      uuid,
  -- waiting: to be sent. handed: given to the platform, its answer not yet recorded. sent: taken by
  -- the platform. unreachable: no private way is open yet. uncertain: handed over, the answer was
  -- lost, and not sent again. held: nothing is to be sent (watch mode, a repeat, or put right before).
  delivery       text        not null check (delivery in ('waiting', 'handed', 'sent', 'unreachable', 'uncertain', 'held')),
  attempts       integer     not null default 0, -- times that it was handed over, or tried to be
  via            text,
  resolution     text        check (resolution in ('edited', 'deleted')),
  resolved_at    timestamptz,
  primary key (tenant, id),
  unique (tenant, platform, channel, message, version),
  foreign key (tenant, person) references people (tenant, id)
);
create index incidents_by_time on incidents (tenant, claimed_at);

-- What happened to an incident, in order. `detail` is a code.
create table outcomes (
  tenant   text        not null,
  incident uuid        not null,
  id       bigint      generated always as identity,
  at       timestamptz not null default now(),
  kind     text        not null,
  detail   text,
  primary key (tenant, incident, id),
  foreign key (tenant, incident) references incidents (tenant, id) on delete cascade
);

-- Messages judged clear, by day in Europe/London. Added up in memory and flushed every few seconds.
create table daily_counts (
  tenant   text   not null,
  platform text   not null,
  day      date   not null,
  channel  text   not null,
  audience text   not null,
  clear    bigint not null,
  primary key (tenant, platform, day, channel, audience)
);

-- Dashboard sign-ins. The cookie's token is kept only as its SHA-256.
create table sessions (
  tenant     text        not null,
  token_hash bytea       not null,
  subject    text        not null,
  name       text,
  created_at timestamptz not null default now(),
  seen_at    timestamptz not null default now(),
  primary key (tenant, token_hash)
);
