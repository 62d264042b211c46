-- The department is what Microsoft Entra has. `from_admin`: the columns that an admin gave (a list that they brought in), which no
-- directory writes over: 'team', 'name', 'left_on' …
alter table people
  add column department text,
  add column from_admin text[] not null default '{}';

-- Whose figures a manager sees is worked out from who manages whom.
create index people_by_manager on people (tenant, manager) where manager is not null;

-- Where the reading of an organisation's directory stands, so that one of several processes does it.
create table directories (
  tenant       text        not null,
  platform     text        not null,
  read_at      timestamptz, -- when the last reading began that came to its end
  changes_from text,        -- where its changes go on from, as the platform gave it; null where it tells of them itself
  asked_at     timestamptz, -- when it was asked for changes last
  failed_at    timestamptz, -- when it could not be read, null once it could
  problem      text,        -- a short code of why
  names_at     timestamptz not null default now(), -- when a name came, changed or went: processes hold them in memory
  held_until   timestamptz, -- a process is at it until then
  primary key (tenant, platform)
);

-- Slack's user groups, Entra's groups: whom a team is made of where there is no department.
create table staff_groups (
  tenant   text        not null,
  platform text        not null,
  id       text        not null,
  name     text        not null,
  seen_at  timestamptz not null, -- when the directory named it last
  primary key (tenant, platform, id)
);

-- By the platform's ids: a group may name somebody before the directory does.
create table staff_group_members (
  tenant        text not null,
  platform      text not null,
  staff_group   text not null,
  platform_user text not null,
  primary key (tenant, platform, staff_group, platform_user),
  foreign key (tenant, platform, staff_group) references staff_groups (tenant, platform, id) on delete cascade
);
create index staff_group_members_by_person on staff_group_members (tenant, platform, platform_user);
