-- Slack workspaces, and enterprises as a whole, that installed the app by OAuth. Tokens are sealed with ENCRYPTION_KEY, and are
-- taken away when the app is.
create table slack_installs (
  tenant        text primary key, -- the team's id, or the enterprise's where the app is installed for all of it
  org_wide      boolean not null,
  name          text not null, -- as people know the workspace
  url           text not null,
  bot_user      text not null,
  bot_id        text,
  scopes        text not null, -- with commas
  token         bytea,
  refresh_token bytea, -- null where tokens don't rotate
  expires_at    timestamptz, -- of the token; null where it doesn't rotate
  tried_at      timestamptz, -- when a new token was last asked for
  refused       text, -- Slack's code, where it gave none
  installed_at  timestamptz not null,
  ended         text check (ended in ('uninstalled', 'revoked')),
  ended_at      timestamptz,
  check ((ended is null) = (token is not null)),
  check ((refresh_token is null) = (expires_at is null))
);
create index slack_installs_by_expiry on slack_installs (expires_at) where ended is null;

-- Installations under way: somebody was sent to Slack, and may come back once.
create table slack_install_states (
  tenant     text not null, -- the app's client id, since no workspace is known yet
  state_hash bytea not null, -- SHA-256 of what the browser and Slack carry
  expires_at timestamptz not null,
  primary key (tenant, state_hash)
);
