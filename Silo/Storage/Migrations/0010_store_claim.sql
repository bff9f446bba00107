-- Which cluster works on which store, and under which service its reminders stand. A store is the schema that holds the tables; two
-- clusters on one store would both fire its reminders and answer for its grains.
create table if not exists orleans.store_claim (
  store_schema text primary key,
  cluster_id varchar(150) not null unique,
  service_id varchar(150) not null unique,
  claimed_at timestamptz not null default now()
);

comment on table orleans.store_claim is 'Who works on which store; whoever starts takes over what nobody alive holds.';
