-- Refreshers: a few words on a rule that a trainer sends to many people in private. The words are a trainer's own, about no
-- message and no patient: they are judged before they are kept.

-- A named series over weeks.
create table campaigns (
  tenant     text        not null,
  id         uuid        not null default gen_random_uuid(),
  name       text        not null,
  starts_on  date        not null, -- its weeks begin on this day of the week
  ends_on    date        not null,
  author     text        not null,
  created_at timestamptz not null default now(),
  primary key (tenant, id)
);

-- Its id is random and stands in its address: whoever has a refresher may see its picture, and nobody can guess another.
create table refresher_pictures (
  tenant     text        not null,
  id         uuid        not null default gen_random_uuid(),
  type       text        not null check (type in ('image/png', 'image/jpeg')),
  bytes      bytea       not null,
  created_at timestamptz not null default now(),
  primary key (tenant, id)
);
create unique index refresher_pictures_by_id on refresher_pictures (id);

create table refreshers (
  tenant       text        not null,
  id           uuid        not null default gen_random_uuid(),
  platform     text        not null,
  said         jsonb       not null, -- for each language: title and words
  topic        text        not null, -- one of the question bank's
  picture      uuid,
  alt          jsonb, -- for each language: what the picture shows
  question     jsonb, -- as it is asked: a later edit of the bank changes nothing here
  acknowledge  boolean     not null,
  audience     jsonb       not null,
  category     text, -- offered once to who put right what was flagged as this; then nobody is chosen
  campaign     uuid,
  -- draft: being written. scheduled: waits for send_at. sending: its people are chosen and written to, or it is offered.
  -- done: nothing of it is left to send. cancelled: what was not handed over by then never is.
  state        text        not null default 'draft' check (state in ('draft', 'scheduled', 'sending', 'done', 'cancelled')),
  send_at      timestamptz,
  author       text        not null, -- the identity provider's id, 'local' without sign-in, or a person's pseudonym
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),
  started_at   timestamptz, -- when choosing began
  claimed_at   timestamptz, -- a process is choosing, and was at it then
  chosen_after uuid, -- the last person that was looked at
  chosen_at    timestamptz, -- everybody is chosen
  ended_at     timestamptz,
  primary key (tenant, id),
  foreign key (tenant, campaign) references campaigns (tenant, id),
  foreign key (tenant, picture) references refresher_pictures (tenant, id)
);
create index refreshers_by_state on refreshers (state, send_at);

-- One person's copy of a refresher.
create table refresher_recipients (
  tenant          text        not null,
  id              uuid        not null default gen_random_uuid(),
  refresher       uuid        not null,
  person          uuid        not null,
  is_test         boolean     not null default false, -- its author, who looks at it first: in no count
  -- As of a notice: waiting, handed, sent, unreachable, uncertain. held: not sent, for the reason given. offered: they may ask for it.
  delivery        text        not null default 'waiting'
    check (delivery in ('waiting', 'handed', 'sent', 'unreachable', 'uncertain', 'held', 'offered')),
  attempts        integer     not null default 0,
  via             text,
  reason          text, -- a code
  incident        uuid, -- whose putting right it was offered with
  not_before      timestamptz, -- back from leave
  queued_at       timestamptz, -- a job is on its way to hand it over
  sent_at         timestamptz,
  acknowledged_at timestamptz,
  answered_at     timestamptz,
  chosen          integer, -- which option, from 1
  correct         boolean,
  primary key (tenant, id),
  foreign key (tenant, refresher) references refreshers (tenant, id) on delete cascade,
  foreign key (tenant, person) references people (tenant, id)
);
-- Never twice to one person.
create unique index refresher_recipients_once on refresher_recipients (tenant, refresher, person) where not is_test;
create index refresher_recipients_due on refresher_recipients (tenant, refresher, delivery);
create index refresher_recipients_by_person on refresher_recipients (tenant, person);

-- Which questions of the bank were before somebody's eyes and when: of a round, or under a refresher.
create view questions_seen as
  select tenant, person, question, variant, seen_at as at from quiz_asked where seen_at is not null
  union all
  select r.tenant, r.person, f.question->>'question', f.question->>'variant', r.sent_at
  from refresher_recipients r join refreshers f on f.tenant = r.tenant and f.id = r.refresher
  where r.sent_at is not null and f.question->>'question' is not null and not r.is_test;
