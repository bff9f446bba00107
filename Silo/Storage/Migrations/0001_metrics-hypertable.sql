-- The samples, in a TimescaleDB hypertable: chunks of one day, compressed after a week, with continuous aggregates.
-- The retention of the samples is configuration and set at start.
create table metrics (
  timestamp timestamptz not null default now(),
  metric_name text not null,
  value double precision not null,
  source text not null default 'manual',
  constraint metrics_timestamp_in_range check (timestamp >= '0001-01-01 00:00+00' and timestamp < '10000-01-01 00:00+00'),
  constraint metrics_name_well_formed check (metric_name ~ '^[a-z][a-z0-9_]{0,63}$'),
  constraint metrics_value_finite check (value > '-infinity' and value < 'infinity'),
  constraint metrics_source_well_formed check (source ~ '^[A-Za-z0-9_.:@/-]{1,64}$')
);

select create_hypertable('metrics', 'timestamp', chunk_time_interval => interval '1 day', create_default_indexes => false);

create index metrics_name_time on metrics (metric_name, timestamp desc);

alter table metrics set (
  timescaledb.compress,
  timescaledb.compress_segmentby = 'metric_name',
  timescaledb.compress_orderby = 'timestamp desc'
);

select add_compression_policy('metrics', interval '7 days');

create materialized view metrics_1m with (timescaledb.continuous, timescaledb.materialized_only = false) as
select time_bucket(interval '1 minute', timestamp) as bucket, metric_name,
  avg(value) as avg, min(value) as min, max(value) as max, count(*) as count
from metrics
group by 1, 2
with no data;

select add_continuous_aggregate_policy('metrics_1m',
  start_offset => interval '3 hours', end_offset => interval '1 minute', schedule_interval => interval '1 minute');

create materialized view metrics_1h with (timescaledb.continuous, timescaledb.materialized_only = false) as
select time_bucket(interval '1 hour', timestamp) as bucket, metric_name,
  avg(value) as avg, min(value) as min, max(value) as max, count(*) as count
from metrics
group by 1, 2
with no data;

select add_continuous_aggregate_policy('metrics_1h',
  start_offset => interval '3 days', end_offset => interval '1 hour', schedule_interval => interval '1 hour');

comment on table metrics is 'Samples: one measured value each. Rows written by hand count like all others.';
