-- When somebody was last seen posting: whom a quiz may be put to, and when. Written in batches, a minute apart at the least.
alter table people add column last_seen_at timestamptz;
alter table people add column quiz_paused_until timestamptz;
create index people_by_last_seen on people (tenant, last_seen_at);

-- One run of the weekly slot; the key is the claim. A run that its process left undone is taken up from `after` on.
create table quiz_slots (
  tenant     text        not null,
  at         timestamptz not null,
  claimed_at timestamptz not null default now(),
  after      uuid, -- the last person that was chosen for
  done_at    timestamptz,
  primary key (tenant, at)
);

-- What one slot asks one person: one or two questions, one after the other.
create table quiz_rounds (
  tenant      text        not null,
  id          uuid        not null default gen_random_uuid(),
  person      uuid        not null,
  slot        timestamptz not null,
  questions   integer     not null,
  -- As of a notice: waiting, handed, sent, unreachable, uncertain. held: closed before it was asked.
  delivery    text        not null default 'waiting'
    check (delivery in ('waiting', 'handed', 'sent', 'unreachable', 'uncertain', 'held')),
  attempts    integer     not null default 0,
  via         text,
  not_before  timestamptz not null, -- the slot, or what "later" asked for
  queued_at   timestamptz, -- a job is on its way to hand it over
  asked_at    timestamptz,
  reminded_at timestamptz, -- once
  -- Answered, or the next slot has come. Its questions can still be answered, once each.
  closed_at   timestamptz,
  primary key (tenant, id),
  unique (tenant, person, slot),
  foreign key (tenant, person) references people (tenant, id)
);
-- Never two open at once.
create unique index quiz_rounds_open on quiz_rounds (tenant, person) where closed_at is null;

-- Which question of the bank a round asks, in which variant and as which version of it.
create table quiz_asked (
  tenant   text    not null,
  id       uuid    not null default gen_random_uuid(),
  round    uuid    not null,
  place    integer not null, -- from 1
  person   uuid    not null,
  topic    text    not null,
  question text    not null,
  variant  text    not null,
  version  text    not null, -- of the variant's words, so that an answer isn't marked by other ones
  seen_at  timestamptz, -- when it was put to them; null while it waits its turn
  primary key (tenant, id),
  unique (tenant, round, place),
  foreign key (tenant, round) references quiz_rounds (tenant, id) on delete cascade
);
create index quiz_asked_by_person on quiz_asked (tenant, person);

-- What somebody is thought to remember of a topic (FSRS). It says when to ask, and is shown to nobody.
create table quiz_memory (
  tenant     text             not null,
  person     uuid             not null,
  topic      text             not null,
  due        timestamptz      not null,
  stability  double precision not null,
  difficulty double precision not null,
  reps       integer          not null,
  lapses     integer          not null,
  reviewed   timestamptz      not null,
  primary key (tenant, person, topic),
  foreign key (tenant, person) references people (tenant, id)
);

-- An answer to a question of the bank names it, and the version that was answered; one to a notice's own question does not.
-- `about` is then the row of quiz_asked. `first_seen`: this person had not been asked in this variant before.
alter table quiz_answers add column question text;
alter table quiz_answers add column variant text;
alter table quiz_answers add column version text;
alter table quiz_answers add column first_seen boolean not null default true;
alter table quiz_answers add column chosen integer;
create index quiz_answers_by_time on quiz_answers (tenant, at);
