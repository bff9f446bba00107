-- The extension brings time_bucket; this fails here, and not in a query later, if it cannot be reached by its plain name.
select time_bucket(interval '1 minute', now());
