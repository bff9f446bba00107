-- The ∆DΩΛ records. number is the order of arrival, by which they are read page by page.
create table delta_record (
  number bigint generated always as identity primary key,
  id text not null unique,
  timestamp timestamptz not null,
  event text not null,
  delta text not null,
  dimension smallint not null constraint delta_record_dimension_in_range check (dimension between 1 and 10),
  omega double precision not null constraint delta_record_omega_in_range check (omega between 0 and 1),
  lambda text not null,
  seam_id text not null,
  pain double precision not null,
  trust double precision not null,
  chaos double precision not null,
  significance double precision not null,
  trace_id text,
  parent_span text,
  sift json not null,
  data json not null
);

create index delta_record_seam on delta_record (seam_id, number);
create index delta_record_event on delta_record (event, number);
create index delta_record_trace on delta_record (trace_id, number) where trace_id is not null;

-- Records arrive in the order of their age, so block ranges are enough to find the old ones.
create index delta_record_age on delta_record using brin (timestamp) with (autosummarize = on);

comment on table delta_record is 'What happened to connections and grains: Δ what changed, D how far it reaches, Ω how sure it is, Λ the next step.';
