/** A very large organisation, as PostgreSQL makes it: people, three years of roll-ups and published figures, and 90 days of events. */
const TEAM = 25;
const YEARS_DAYS = 1096;
const MONTHS = 36;
const CATEGORIES = `array['patient-number','name','date-of-birth','address','phone-or-email','image','mosaic','complaint','deceased','access']`;
const FIRST = `array['Amina','Bethan','Callum','Dilys','Ewan','Farah','Grace','Huw','Imran','Joanna','Kwame','Leila','Mair','Niall','Olu','Priya','Rhys','Sunita','Tom','Wen']`;
const TOPICS = `array['access','approved-channels','caldicott','deceased','devices','incidents','minimum-necessary','mosaic','photos','record','requests','sharing','venting','wrong-recipient']`;

/** What is made, and the statement that makes it. */
export function LARGE(people: number): [string, string][] {
  const teams = Math.round(people / TEAM);
  const months = `generate_series(1, ${MONTHS}) m cross join lateral (select to_char(now() - m * interval '1 month', 'YYYY-MM') as month) x`;
  const figures = (measure: string, part: string, whole: string) =>
    `insert into score_figures select 'simulator', 'simulator', month, '${measure}', team, '', ${part}, ${whole}
     from ${months} cross join (select '' as team union all select 'Ward ' || t from generate_series(1, ${teams}) t) y`;
  return [
    [
      'people',
      `insert into people (tenant, platform, platform_user, team, name, first_seen_at, last_seen_at)
       select 'simulator', 'simulator', 'u' || n, 'Ward ' || (1 + n % ${teams}), (${FIRST})[1 + n % 20] || ' ' || initcap(translate(to_hex(n::bigint * 7919 % 65536), '0123456789', 'ghijklmnop')), now() - interval '4 years', now() - random() * interval '5 days'
       from generate_series(1, ${people}) n`,
    ],
    [
      'months',
      `insert into score_months (tenant, platform, month, happened) select 'simulator', 'simulator', month,
       '{"messages":9000000,"incidents":60000,"posters":40000,"fixed":30000,"fixers":20000,"medianMinutes":6,"nearMisses":900,"raisers":700}' from ${months}`,
    ],
    ['awareness', figures('awareness', '(5 * (12 + 8 * random()))::integer', '100')],
    ['coverage', figures('coverage', '20', '25')],
    ['told', figures('told', '5', '25')],
    [
      'topics',
      `insert into score_figures select 'simulator', 'simulator', month, measure, '', topic, 5000, 7500 from ${months}
       cross join (values ('awareness', ${TOPICS}), ('practice', ${CATEGORIES})) v (measure, topics) cross join unnest(topics) topic`,
    ],
    [
      'teams by topic',
      `insert into score_figures select 'simulator', 'simulator', month, 'awareness', 'Ward ' || t, topic, 15, 20
       from (select to_char(now() - m * interval '1 month', 'YYYY-MM') as month from generate_series(1, 12) m) x
       cross join generate_series(1, ${teams}) t cross join lateral unnest((${TOPICS})[1 + t % 10 : 4 + t % 10]) topic`,
    ],
    [
      'daily roll-ups',
      `insert into daily_incidents select 'simulator', 'simulator', current_date - d, (array['care-team','organisation','external','direct'])[1 + r % 4],
         case when r % 3 = 0 then 'urgent' else 'nudge' end, 'nudge', 'sent', (array['edited','deleted',null])[1 + r % 3],
         (array['fixed','not-patient',null,null])[1 + r % 4], null, array[(${CATEGORIES})[1 + r % 10]], 60
       from generate_series(0, ${YEARS_DAYS}) d cross join generate_series(1, 300) r`,
    ],
    [
      'daily totals',
      `insert into daily_totals select 'simulator', 'simulator', current_date - d, 20000, 7000, 9000, 15000, 3000000 from generate_series(0, ${YEARS_DAYS}) d`,
    ],
    [
      'daily roll-ups by team',
      `insert into daily_team_incidents select 'simulator', 'simulator', current_date - d, 'Ward ' || t, 'name', 'organisation', 2, 1
       from generate_series(0, ${YEARS_DAYS}) d cross join generate_series(1, 2000) t`,
    ],
    [
      'the list',
      `insert into daily_triage select 'simulator', 'simulator', current_date - d, kind, (${CATEGORIES})[c], state, 5
       from generate_series(0, ${YEARS_DAYS}) d cross join generate_series(1, 10) c
       cross join unnest(array['disputed','report','near-miss']) kind cross join unnest(array['no-breach','breach','closed']) state`,
    ],
    [
      'channels',
      `insert into channels select 'simulator', 'simulator', 'C' || c, 'organisation', 50, now() - random() * interval '9 days' from generate_series(1, 50000) c`,
    ],
    [
      'counts by channel',
      `insert into daily_counts select 'simulator', 'simulator', current_date - d, 'C' || c, 'organisation', 60
       from generate_series(0, 30) d cross join generate_series(1, 50000) c`,
    ],
    [
      'events',
      `insert into incidents (tenant, id, platform, channel, message, version, person, level, mode, categories, findings, reasons, audience, policy, policy_version, posted_at, claimed_at)
       select 'simulator', moment_id(at), 'simulator', 'C' || (1 + n % 50000), 'm' || n, '', id, 'nudge', 'nudge', array['name'], '{}', '{}', 'organisation', 'p', '1', at, at
       from generate_series(1, 900000) n cross join lateral (select now() - n * interval '8.6 seconds' as at) t
       join (select id, row_number() over () as row from people limit 10000) p on p.row = 1 + n % 10000`,
    ],
    [
      'notices',
      `insert into notices (tenant, incident, kind, turn, delivery) select tenant, id, 'first', 0, 'sent' from incidents`,
    ],
    [
      'triage',
      `insert into triage (tenant, kind, platform, channel, message, level, categories, audience, raised_at, state)
       select 'simulator', 'disputed', 'simulator', 'C' || (1 + n % 50000), 'm' || n, 'nudge', array['name'], 'organisation', now() - n * interval '8 minutes',
         case when n % 20 = 0 then 'new' else 'closed' end from generate_series(1, 100000) n`,
    ],
  ];
}
