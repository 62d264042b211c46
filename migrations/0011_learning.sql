-- When somebody is asked, and what they chose of it on their own page.
alter table people
  -- Parts of the week, three hours each on working days and on days off, in which they were seen posting: bits 0 to 15, of the
  -- last weeks only (from `seen_parts_since` on). So a question comes while they are at work, and no rota is kept.
  add column seen_parts       integer not null default 0,
  add column seen_parts_since date,
  -- No questions between these times on the wall, besides the policy's quiet hours.
  add column quiet_from       text check (quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  add column quiet_to         text check (quiet_to ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  -- Since when the trainer may export that they completed the training; null where they never said so, or took it back.
  add column records_shared_at timestamptz;

alter table quiz_rounds
  -- survey: three questions whose answers are kept without whose they are; it stands here so that it is never open beside a quiz.
  add column kind text not null default 'quiz' check (kind in ('quiz', 'survey')),
  -- By what the platform can change the card that still asks; null where there is none, or it is answered.
  add column ref  text,
  -- That somebody took part in a survey, by the day: not what they answered, nor when.
  add column took_part_on date;

-- One opening of the survey. Its first is the baseline; each later one is a pulse.
create table surveys (
  tenant    text        not null,
  opened_at timestamptz not null,
  closes_at timestamptz not null,
  primary key (tenant, opened_at)
);

-- How many chose what: counters, and no row for a person or an answer. They are added to in batches of several people, all
-- rows of a survey at once, so that neither time nor transaction says whose answer it was.
create table survey_counts (
  tenant    text        not null,
  opened_at timestamptz not null,
  question  text        not null,
  option    text        not null,
  people    bigint      not null,
  primary key (tenant, opened_at, question, option),
  foreign key (tenant, opened_at) references surveys (tenant, opened_at) on delete cascade
);
