-- The samples, in native partitions of one day each. Days without a partition of their own go to metrics_default;
-- maintenance creates partitions ahead, moves strays out of the default partition and drops old days.
create table metrics (
  timestamp timestamptz not null default now(),
  metric_name text not null,
  value double precision not null,
  source text not null default 'manual',
  constraint metrics_timestamp_in_range check (timestamp >= '0001-01-01 00:00+00' and timestamp < '10000-01-01 00:00+00'),
  constraint metrics_name_well_formed check (metric_name ~ '^[a-z][a-z0-9_]{0,63}$'),
  constraint metrics_value_finite check (value > '-infinity' and value < 'infinity'),
  constraint metrics_source_well_formed check (source ~ '^[A-Za-z0-9_.:@/-]{1,64}$')
) partition by range (timestamp);

create index metrics_name_time on metrics (metric_name, timestamp desc);

create table metrics_default partition of metrics default;

comment on table metrics is 'Samples: one measured value each. Rows written by hand count like all others.';
