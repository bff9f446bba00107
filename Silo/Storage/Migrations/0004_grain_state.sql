-- Stored state of grains. Every write takes its etag from the sequence, so an etag never comes back, not even after a clear.
create sequence grain_state_etag as bigint;

-- Room in the pages and no second index: updates stay on their page.
create table grain_state (
  grain_type text not null,
  grain_key text not null,
  state_name text not null,
  state json not null,
  etag bigint not null default nextval('grain_state_etag'),
  updated_at timestamptz not null default now(),
  primary key (grain_type, grain_key, state_name)
) with (fillfactor = 70);

comment on table grain_state is 'State of grains as JSON; a write succeeds only with the etag that was read.';
