-- What a directory says of somebody (Slack's members, Microsoft Entra, or a list that an admin brings in). Staff only: nothing
-- here is about a patient. The names keep colleagues from being taken for patients, and the Guardian from reading ids.
alter table people
  add column name         text,
  add column email        text, -- in lower case
  add column job_title    text,
  add column manager      uuid,
  add column guest        boolean not null default false,
  add column time_zone    text, -- as in Europe/London
  add column joined_on    date, -- when they came, as the directory says, or when it named them first
  add column left_on      date, -- from then on they are not written to, and not counted
  add column away_until   timestamptz, -- on leave, as the directory or their status says
  add column directory_at timestamptz; -- when a directory named them last; null where none ever did

create index people_by_team on people (tenant, team);

-- Who may see a team's figures, as the directory says or as an admin gave it.
create table team_managers (
  tenant text not null,
  team   text not null,
  person uuid not null,
  source text not null check (source in ('directory', 'admin')),
  primary key (tenant, team, person, source),
  foreign key (tenant, person) references people (tenant, id) on delete cascade
);
create index team_managers_by_person on team_managers (tenant, person);
