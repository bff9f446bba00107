-- The outbox of notifications. A row is claimed before anything is sent; a change succeeds only with the version before it.
create table notification (
  number bigint generated always as identity primary key,
  receiver text not null,
  key text not null unique,
  integration text not null,
  priority text not null,
  role text,
  step smallint not null,
  fingerprints text[] not null,
  status text not null constraint notification_status_known check (status in ('pending', 'claimed', 'sent', 'failed')),
  tries integer not null default 0,
  unknown_tries integer not null default 0,
  parts_sent integer not null default 0,
  enqueued_at timestamptz not null,
  next_try_at timestamptz not null,
  claimed_until timestamptz,
  problem text,
  must_announce boolean not null default false,
  version bigint not null default 1,
  updated_at timestamptz not null default now(),
  notification json not null
) with (fillfactor = 70);

create index notification_open on notification (receiver, number) where status in ('pending', 'claimed') or must_announce;
create index notification_age on notification (receiver, enqueued_at);

comment on table notification is 'Notifications on their way, and for some time afterwards, so that none is sent twice.';
