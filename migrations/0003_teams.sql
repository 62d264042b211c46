-- What Microsoft Graph was asked to tell, so that one of several processes renews it and a gap is read again after a restart.
create table subscriptions (
  tenant           text        not null,
  resource         text        not null,
  subscription     text,        -- Microsoft's id of it, null where there is none
  made_for         text,        -- names the certificate and address that it was made with: others need a new one
  expires_at       timestamptz,
  seen_at          timestamptz, -- nothing from before is missing
  gap_from         timestamptz, -- from here on messages may have been missed, null where none were
  gaps             integer     not null default 0, -- gaps found so far: one that comes while another is read again is not forgotten
  renewing_until   timestamptz, -- a process is at it until then
  recovering_until timestamptz,
  primary key (tenant, resource)
);

-- In which team a Teams channel is: Microsoft Graph finds a message only by both.
create table channel_teams (
  tenant  text not null,
  channel text not null,
  team    text not null,
  primary key (tenant, channel)
);
