-- What was told about an alert is shown with it.
create index notification_fingerprints on notification using gin (fingerprints);
