-- Who may open what, and who looked at what. `realm` names who speaks for an account: the identity provider's address, with Sign in
-- with Slack its workspace behind it, and 'local' without sign-in. A realm stands in `tenant`, which every table leads with.

-- What the identity provider said that decides what somebody may see. Sessions from before don't know it: they sign in again.
delete from sessions;
alter table sessions
  add column claims jsonb  not null,
  add column roles  text[] not null default '{}'; -- as of the last page: when they change, so does the token

-- Who has signed in, so that an admin can give a role to somebody who asks for one.
create table accounts (
  tenant            text        not null,
  subject           text        not null, -- the identity provider's id
  name              text,
  person_tenant     text, -- themself among those who post, where that is known
  person            uuid,
  last_signed_in_at timestamptz not null default now(),
  primary key (tenant, subject)
);
create index accounts_by_person on accounts (tenant, person_tenant, person);

-- Roles that an admin gave, beside those of the identity provider.
create table role_grants (
  tenant     text        not null,
  subject    text        not null,
  role       text        not null check (role in ('manager', 'trainer', 'guardian', 'admin')),
  granted_by text        not null,
  at         timestamptz not null default now(),
  primary key (tenant, subject, role)
);

-- Who looked at data of which person and which admin changed what. Codes and ids, so no column takes a free word.
create table audit_log (
  tenant  text        not null,
  id      bigint      generated always as identity,
  at      timestamptz not null default now(),
  actor   text        not null,
  action  text        not null check (action ~ '^[a-z0-9.-]{1,60}$'),
  subject text        check (subject ~ '^\S+$' and length(subject) <= 300), -- as in person:<id>, triage:<id>
  detail  text        check (detail ~ '^\S+$' and length(detail) <= 100),
  primary key (tenant, id)
);
create index audit_log_by_actor on audit_log (tenant, actor, id);
create index audit_log_by_action on audit_log (tenant, action, id);

create function audit_log_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.at < now() - interval '1 year' then
    return old;
  end if;
  raise exception 'The audit log is only added to.';
end
$$;
create trigger audit_log_stays before update or delete on audit_log for each row execute function audit_log_stays();

-- Any word of a name, from its beginning; and who has a verified address.
create index people_by_name on people using gin (to_tsvector('simple', coalesce(name, '')));
create index people_by_email on people (email) where email is not null;
