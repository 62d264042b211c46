-- The least aware teams are ordered by what a page shows of them, which is of several months: read from the index alone, one month
-- after another. The order of one month's exact shares is not asked for any more.
drop index score_figures_by_share;
create index score_figures_of_teams on score_figures (tenant, platform, month, team) include (part, whole)
  where measure = 'awareness' and topic = '' and team <> '';

-- Whoever guards or runs it may see every organisation at once, and then no index that begins with `tenant` finds a day: all that is
-- kept was read for today's. `clear` is in none of them, so that counting on stays an update of one row and no index.
create index incidents_by_moment on incidents (claimed_at) where repeat_of is null;
create index daily_incidents_of_day on daily_incidents (day);
create index daily_counts_of_day on daily_counts (day);
