-- Old notifications are removed whoever their receiver was, so that those of a receiver that is no more go too.
drop index notification_age;
create index notification_age on notification (enqueued_at);
