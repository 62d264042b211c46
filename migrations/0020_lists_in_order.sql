-- Teams as lists begin with them, the least aware first, by what is shown of them in the three months that end with this one: summed
-- and put in order once, when the month is published, and not at each view.
create table team_order (
  tenant   text    not null,
  platform text    not null,
  month    text    not null,
  place    integer not null, -- from 1
  team     text    not null,
  primary key (tenant, platform, month, place)
);
drop index score_figures_of_teams;

-- Of what was published before this table was: only the last month is asked for. The upper end of the likely range (Wilson), then the
-- share, each as a page rounds them; without enough answers, by name.
insert into team_order (tenant, platform, month, place, team)
  select tenant, platform, month, row_number() over (partition by tenant, platform order by n is null,
      ceil(20 * least(1, (p / n + z * z / (2 * n) + z * sqrt(p / n * (1 - p / n) / n + z * z / (4 * n * n))) / (1 + z * z / n)) - 1e-9),
      greatest(5, least(95, 5 * floor(20 * p / n + 0.5))), team),
    team
  from (
    select f.tenant, f.platform, last.month, f.team, 1.959964::double precision as z,
      (sum(part) filter (where measure = 'awareness'))::double precision as p,
      nullif(greatest(sum(whole) filter (where measure = 'awareness'), 24), 24)::double precision as n
    from (select tenant, platform, max(month) as month from score_months group by tenant, platform) last
    join score_figures f on f.tenant = last.tenant and f.platform = last.platform
      and f.month between to_char((last.month || '-01')::date - interval '2 months', 'YYYY-MM') and last.month
    where f.topic = '' and f.team <> '' and f.measure in ('awareness', 'coverage', 'told')
    group by f.tenant, f.platform, last.month, f.team) summed;

-- The list of people begins by name without reading everybody, and a platform's id is found whatever the organisation.
create index people_in_order on people (name, id);
create index people_by_user on people (platform_user);
