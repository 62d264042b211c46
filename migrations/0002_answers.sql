-- Each private word is a row of its own: the quiet word itself, what an edit left, a burst summed up, a reminder, thanks.
create table notices (
  tenant     text        not null,
  id         uuid        not null default gen_random_uuid(),
  incident   uuid        not null,
  kind       text        not null check (kind in ('first', 'left', 'summary', 'reminder', 'thanks')),
  turn       integer     not null, -- which of the wordings: one more than in this person's last notice
  -- waiting: to be sent. handed: given to the platform, its answer not yet recorded. sent: taken by
  -- the platform. unreachable: no private way is open yet. uncertain: handed over, the answer was
  -- lost, and not sent again. held: not sent, since it had been put right or answered before.
  delivery   text        not null check (delivery in ('waiting', 'handed', 'sent', 'unreachable', 'uncertain', 'held')),
  attempts   integer     not null default 0, -- times that it was handed over, or tried to be
  via        text,
  ref        text, -- by what the platform can put another notice in its place
  created_at timestamptz not null default now(),
  sent_at    timestamptz,
  primary key (tenant, id),
  unique (tenant, incident, kind),
  foreign key (tenant, incident) references incidents (tenant, id) on delete cascade
);

insert into notices (tenant, incident, kind, turn, delivery, attempts, via, created_at)
  select tenant, id, 'first', 0, delivery, attempts, via, claimed_at from incidents where delivery <> 'held';

alter table incidents
  drop column delivery,
  drop column attempts,
  drop column via,
  add column guests     integer,
  -- Why nobody was told: watch (the policy records only), repeat (an edit that shows nothing worse), interval (told of the same
  -- kind here a short while ago), burst (summed up in one notice), budget (enough notices today), disputed (the same words again).
  add column held       text check (held in ('watch', 'repeat', 'interval', 'burst', 'budget', 'disputed')),
  add column burst_of   uuid, -- the first incident of the burst
  add column characters integer not null default 0, -- length of the message: with the kinds it tells the same words said again
  add column answer     text check (answer in ('fixed', 'not-patient', 'needed')),
  add column answered_at timestamptz;

create index incidents_by_person on incidents (tenant, person, claimed_at);

alter table people add column language text check (language in ('en', 'cy'));

-- `note`: a few words of the person's own, judged before they are kept.
alter table outcomes add column note text;
-- Each choice counts once.
create unique index outcomes_answered on outcomes (tenant, incident, kind)
  where kind in ('safer', 'said-fixed', 'not-patient', 'needed', 'why');

-- One question answered; a person's first answer to a notice's question counts.
create table quiz_answers (
  tenant   text        not null,
  person   uuid        not null,
  about    uuid        not null, -- the incident whose notice asked
  topic    text        not null,
  correct  boolean     not null,
  at       timestamptz not null default now(),
  primary key (tenant, person, about),
  foreign key (tenant, person) references people (tenant, id)
);

-- What counts in somebody's favour: put right within minutes, or an own near miss raised.
create table credits (
  tenant text        not null,
  person uuid        not null,
  about  uuid        not null, -- an incident or a triage item
  kind   text        not null check (kind in ('fixed-early', 'near-miss')),
  at     timestamptz not null default now(),
  primary key (tenant, person, about, kind),
  foreign key (tenant, person) references people (tenant, id)
);

-- The Guardian's list. It holds kinds, place, time and state, and a link; never the message.
create table triage (
  tenant           text        not null,
  id               uuid        not null default gen_random_uuid(),
  -- unfixed: urgent, and still there. unreachable: urgent, and the poster can't be told. disputed: "it isn't about a
  -- patient". report: somebody saw it. near-miss: the poster raised it.
  kind             text        not null check (kind in ('unfixed', 'unreachable', 'disputed', 'report', 'near-miss')),
  incident         uuid,
  platform         text        not null,
  channel          text        not null,
  message          text        not null,
  link             text,
  level            text        not null check (level in ('clear', 'nudge', 'urgent')),
  categories       text[]      not null,
  audience         text        not null check (audience in ('care-team', 'organisation', 'external', 'direct')),
  readers          integer,
  reporter         uuid, -- only where they gave their name
  raised_at        timestamptz not null default now(),
  state            text        not null default 'new' check (state in ('new', 'looking', 'breach', 'no-breach', 'closed')),
  clock_started_at timestamptz, -- 72 hours from here; a person starts it
  primary key (tenant, id),
  unique (tenant, platform, channel, message, kind),
  foreign key (tenant, reporter) references people (tenant, id)
);
create index triage_by_time on triage (tenant, raised_at);

-- Who decided what and when; only added to. `note` was judged before it was kept.
create table triage_log (
  tenant text        not null,
  item   uuid        not null,
  id     bigint      generated always as identity,
  at     timestamptz not null default now(),
  actor  text        not null, -- the identity provider's id, 'local' without sign-in, 'quietword' for the program
  action text        not null check (action in ('raised', 'state', 'clock-started', 'clock-stopped', 'note', 'put-right')),
  state  text,
  note   text,
  primary key (tenant, item, id),
  foreign key (tenant, item) references triage (tenant, id) on delete cascade
);

-- Drafts checked before they were posted, by day in Europe/London: counts, and nothing else.
create table daily_checks (
  tenant   text   not null,
  platform text   not null,
  day      date   not null,
  level    text   not null check (level in ('clear', 'nudge', 'urgent')),
  checks   bigint not null,
  primary key (tenant, platform, day, level)
);

-- Channels that were told that Quietword is there.
create table announcements (
  tenant   text        not null,
  platform text        not null,
  channel  text        not null,
  at       timestamptz not null default now(),
  primary key (tenant, platform, channel)
);
