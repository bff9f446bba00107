-- Who belongs to which cluster, and the reminders of its grains, for the ADO.NET providers of Microsoft Orleans. The providers
-- look for a table orleansquery in their search path and send the statements they find in it; names of parameters and of columns
-- in the answers are theirs, everything else is ours. One schema serves all clusters of a database: every row names its own.
create schema if not exists orleans;

create table if not exists orleans.membership_version (
  cluster_id varchar(150) primary key,
  version int not null default 0,
  changed_at timestamptz not null default now()
);

create table if not exists orleans.membership (
  cluster_id varchar(150) not null references orleans.membership_version (cluster_id),
  address varchar(45) not null,
  port int not null,
  generation int not null,
  silo_name varchar(150) not null,
  host_name varchar(150) not null,
  status int not null,
  client_port int,
  suspicions varchar(8000),
  started_at timestamptz not null,
  alive_at timestamptz not null,
  primary key (cluster_id, address, port, generation)
);

create table if not exists orleans.reminder (
  service_id varchar(150) not null,
  grain_id varchar(512) not null,
  name varchar(150) not null,
  starts_at timestamptz not null,
  period_ms bigint not null,
  grain_hash int not null,
  version int not null default 0,
  primary key (service_id, grain_id, name)
);

create index if not exists reminder_hash on orleans.reminder (service_id, grain_hash);

create table if not exists orleans.orleansquery (
  querykey varchar(64) primary key,
  querytext varchar(8000) not null
);

comment on table orleans.membership is 'Silos by cluster; status 3 is active, 6 is dead.';
comment on table orleans.reminder is 'Reminders of grains; a service keeps them while its clusters come and go.';
comment on table orleans.orleansquery is 'The statements that the ADO.NET providers of Orleans send.';

-- Every change of the membership advances the version of its cluster by compare-and-set, or changes nothing.
insert into orleans.orleansquery (querykey, querytext) values
('InsertMembershipVersionKey', $q$
  with added as (
    insert into orleans.membership_version (cluster_id) values (@DeploymentId)
    on conflict (cluster_id) do nothing returning 1
  )
  select count(*)::int from added
$q$),
('InsertMembershipKey', $q$
  with advanced as (
    update orleans.membership_version set version = version + 1, changed_at = now()
    where cluster_id = @DeploymentId and version = @Version and not exists (
      select from orleans.membership
      where cluster_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
    returning cluster_id
  ), added as (
    insert into orleans.membership
      (cluster_id, address, port, generation, silo_name, host_name, status, client_port, started_at, alive_at)
    select cluster_id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
    from advanced
    returning 1
  )
  select count(*)::int from added
$q$),
('UpdateMembershipKey', $q$
  with advanced as (
    update orleans.membership_version set version = version + 1, changed_at = now()
    where cluster_id = @DeploymentId and version = @Version and exists (
      select from orleans.membership
      where cluster_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
    returning cluster_id
  ), changed as (
    update orleans.membership set status = @Status, suspicions = @SuspectTimes, alive_at = @IAmAliveTime
    from advanced
    where membership.cluster_id = advanced.cluster_id and address = @Address and port = @Port and generation = @Generation
    returning 1
  )
  select count(*)::int from changed
$q$),
('UpdateIAmAlivetimeKey', $q$
  update orleans.membership set alive_at = @IAmAliveTime
  where cluster_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation
$q$),
('MembershipReadRowKey', $q$
  select v.cluster_id as DeploymentId, m.address as Address, m.port as Port, m.generation as Generation,
    m.silo_name as SiloName, m.host_name as HostName, m.status as Status, m.client_port as ProxyPort,
    m.suspicions as SuspectTimes, m.started_at as StartTime, m.alive_at as IAmAliveTime, v.version as Version
  from orleans.membership_version v
  left join orleans.membership m
    on m.cluster_id = v.cluster_id and m.address = @Address and m.port = @Port and m.generation = @Generation
  where v.cluster_id = @DeploymentId
$q$),
('MembershipReadAllKey', $q$
  select v.cluster_id as DeploymentId, m.address as Address, m.port as Port, m.generation as Generation,
    m.silo_name as SiloName, m.host_name as HostName, m.status as Status, m.client_port as ProxyPort,
    m.suspicions as SuspectTimes, m.started_at as StartTime, m.alive_at as IAmAliveTime, v.version as Version
  from orleans.membership_version v
  left join orleans.membership m on m.cluster_id = v.cluster_id
  where v.cluster_id = @DeploymentId
$q$),
('DeleteMembershipTableEntriesKey', $q$
  delete from orleans.membership where cluster_id = @DeploymentId;
  delete from orleans.membership_version where cluster_id = @DeploymentId
$q$),
('CleanupDefunctSiloEntriesKey', $q$
  delete from orleans.membership where cluster_id = @DeploymentId and alive_at < @IAmAliveTime and status <> 3
$q$),
('GatewaysQueryKey', $q$
  select address as Address, client_port as ProxyPort, generation as Generation
  from orleans.membership
  where cluster_id = @DeploymentId and status = @Status and client_port > 0
$q$),
('UpsertReminderRowKey', $q$
  insert into orleans.reminder (service_id, grain_id, name, starts_at, period_ms, grain_hash)
  values (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash)
  on conflict (service_id, grain_id, name) do update
  set starts_at = excluded.starts_at, period_ms = excluded.period_ms, grain_hash = excluded.grain_hash, version = reminder.version + 1
  returning version as Version
$q$),
('ReadReminderRowsKey', $q$
  select grain_id as GrainId, name as ReminderName, starts_at as StartTime, period_ms as Period, version as Version
  from orleans.reminder
  where service_id = @ServiceId and grain_id = @GrainId
$q$),
('ReadReminderRowKey', $q$
  select grain_id as GrainId, name as ReminderName, starts_at as StartTime, period_ms as Period, version as Version
  from orleans.reminder
  where service_id = @ServiceId and grain_id = @GrainId and name = @ReminderName
$q$),
('ReadRangeRows1Key', $q$
  select grain_id as GrainId, name as ReminderName, starts_at as StartTime, period_ms as Period, version as Version
  from orleans.reminder
  where service_id = @ServiceId and grain_hash > @BeginHash and grain_hash <= @EndHash
$q$),
('ReadRangeRows2Key', $q$
  select grain_id as GrainId, name as ReminderName, starts_at as StartTime, period_ms as Period, version as Version
  from orleans.reminder
  where service_id = @ServiceId and (grain_hash > @BeginHash or grain_hash <= @EndHash)
$q$),
('DeleteReminderRowKey', $q$
  with removed as (
    delete from orleans.reminder
    where service_id = @ServiceId and grain_id = @GrainId and name = @ReminderName and version = @Version
    returning 1
  )
  select count(*)::int from removed
$q$),
('DeleteReminderRowsKey', $q$
  delete from orleans.reminder where service_id = @ServiceId
$q$)
on conflict (querykey) do update set querytext = excluded.querytext;
