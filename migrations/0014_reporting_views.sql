-- Messages judged clear, with the incidents of the day: pages of a year read no channel's counts.
alter table daily_totals add column clear bigint not null default 0;

-- The least aware teams of a month come from it in their order.
create index score_figures_by_share on score_figures (tenant, platform, month, (part::double precision / whole), team)
  where measure = 'awareness' and topic = '' and team <> '' and whole >= 25;

-- For Power BI, Metabase and Grafana: docs/reporting.md. Whoever reads these views can join and subtract as they like, so nothing is
-- in them but what was made to be shown: figures of eight people or more, to the nearest 5.
create schema if not exists reporting;

create view reporting.months as
  select tenant, platform, month, (month || '-01')::date as starts_on, published_at from score_months;
comment on view reporting.months is 'Months of which figures were published, once each, when they were over.';

create view reporting.awareness as
  select tenant, platform, month, (month || '-01')::date as starts_on, nullif(team, '') as team, nullif(topic, '') as topic,
    whole as answers, part as correct, case when whole >= 25 then round(100.0 * part / whole / 5) * 5 end as percent
  from score_figures where measure = 'awareness';
comment on view reporting.awareness is 'Right answers to questions that people had not seen before, by month. team and topic null: all of them.';
comment on column reporting.awareness.answers is 'To the nearest 5, of eight people or more.';
comment on column reporting.awareness.correct is 'To the nearest 5.';
comment on column reporting.awareness.percent is 'To the nearest 5, null of fewer than 25 answers.';

create view reporting.coverage as
  select tenant, platform, month, (month || '-01')::date as starts_on, nullif(team, '') as team,
    whole as active_people, part as answered_people, case when whole >= 25 then round(100.0 * part / whole / 5) * 5 end as percent
  from score_figures where measure = 'coverage';
comment on view reporting.coverage is 'Of the people who were seen posting in the month, those who answered a question. team null: all.';
comment on column reporting.coverage.active_people is 'To the nearest 5. A team of fewer than eight is not here.';

create view reporting.told as
  select tenant, platform, month, (month || '-01')::date as starts_on, nullif(team, '') as team,
    whole as active_people, part as told_people, case when whole >= 25 then round(100.0 * part / whole / 5) * 5 end as percent
  from score_figures where measure = 'told';
comment on view reporting.told is 'Of the people who were seen posting in the month, those of whom something was flagged. team null: all.';

create view reporting.practice as
  select tenant, platform, month, (month || '-01')::date as starts_on, nullif(team, '') as team, nullif(topic, '') as category,
    whole as flagged, part as put_right, case when whole >= 25 then round(100.0 * part / whole / 5) * 5 end as percent
  from score_figures where measure = 'practice';
comment on view reporting.practice is 'Messages that were flagged, by the first of their categories, and those that their posters put right, of eight posters or more.';

create view reporting.days as
  select tenant, platform, day, clear + incidents as messages,
    case when posters >= 8 or incidents = 0 then round(incidents / 5.0) * 5 end as flagged,
    case when posters >= 8 or incidents = 0 then round(urgent / 5.0) * 5 end as urgent,
    case when posters >= 8 or incidents = 0 then round(put_right / 5.0) * 5 end as put_right
  from daily_totals where clear >= 8;
comment on view reporting.days is 'The whole organisation day by day (Europe/London): messages read, flagged, urgent, put right.';
comment on column reporting.days.flagged is 'To the nearest 5, null where one to seven people posted them.';

-- A role that reads these and nothing else, where the database lets us make one; docs/reporting.md has the same by hand.
do $$
begin
  begin
    create role quietword_reporting nologin;
  exception
    when duplicate_object or unique_violation then null;
    when insufficient_privilege then
      raise notice 'quietword_reporting was not made: no right to make roles';
  end;
  if exists (select from pg_roles where rolname = 'quietword_reporting') then
    begin
      grant usage on schema reporting to quietword_reporting;
      grant select on all tables in schema reporting to quietword_reporting;
    exception
      when insufficient_privilege then raise notice 'quietword_reporting was not given the views';
    end;
  end if;
end
$$;
