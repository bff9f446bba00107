-- time_bucket as TimescaleDB defines it, for databases without the extension: buckets of a fixed width count from
-- Monday 2000-01-03 00:00 UTC, buckets of whole months from 2000-01-01 00:00 UTC.
create function time_bucket_months(bucket_width interval, ts timestamptz) returns timestamptz
language plpgsql immutable parallel safe strict as $$
declare
  width int := extract(year from bucket_width) * 12 + extract(month from bucket_width);
  month int := extract(year from ts at time zone 'UTC') * 12 + extract(month from ts at time zone 'UTC') - 1 - 2000 * 12;
begin
  if bucket_width <> make_interval(months => width) then
    raise exception 'a bucket of months cannot have days or a time beside them: %', bucket_width using errcode = '22023';
  end if;
  if width <= 0 then
    raise exception 'a bucket must be wider than nothing: %', bucket_width using errcode = '22023';
  end if;
  return (timestamp '2000-01-01' + make_interval(months => (floor(month / width::numeric) * width)::int)) at time zone 'UTC';
end
$$;

-- Not strict on purpose: a strict function around a case is not inlined. Null still gives null.
create function time_bucket(bucket_width interval, ts timestamptz) returns timestamptz
language sql immutable parallel safe as $$
  select case
    when extract(month from bucket_width) = 0 and extract(year from bucket_width) = 0
      then date_bin(bucket_width, ts, timestamptz '2000-01-03 00:00+00')
    else time_bucket_months(bucket_width, ts)
  end
$$;
