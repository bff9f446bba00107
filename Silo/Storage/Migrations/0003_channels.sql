-- The durable log of the channels. The head is advanced by compare-and-set in the statement that writes the events.
create table channel_head (
  channel text primary key,
  epoch text not null constraint channel_head_epoch_not_empty check (epoch <> ''),
  seq bigint not null constraint channel_head_seq_not_negative check (seq >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
) with (fillfactor = 50);

-- data is json and not jsonb: it comes back byte for byte.
create table channel_event (
  channel text not null,
  epoch text not null,
  seq bigint not null,
  id text not null,
  type text not null,
  timestamp timestamptz not null,
  source text not null,
  accepted_us bigint not null,
  data json not null,
  beside text not null default '',
  primary key (channel, epoch, seq)
);

-- Events arrive in the order of their age, so block ranges are enough to find the old ones.
create index channel_event_age on channel_event using brin (accepted_us) with (autosummarize = on);

comment on table channel_head is 'Durable channels: the life of their log (epoch) and the number of its newest event.';
comment on table channel_event is 'Events of durable channels; accepted_us is Unix time in microseconds.';
