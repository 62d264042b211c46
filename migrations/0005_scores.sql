-- Which team somebody belongs to, as a directory says; null where none does.
alter table people add column team text;

-- What the awareness page shows of a month: counts to the nearest 5, of groups of 8 people or more, and never two from which one
-- person could be worked out (docs/scores.md). Put down once, when the month is over: who moves or leaves later changes nothing.
create table score_months (
  tenant       text        not null,
  platform     text        not null,
  month        text        not null, -- 2026-10, in Europe/London
  figures      jsonb       not null,
  published_at timestamptz not null default now(),
  primary key (tenant, platform, month)
);
