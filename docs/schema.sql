-- The schema after all migrations. Written by `npm run schema`; a test compares it with a migrated database.

create table alert_deliveries (
  alert_id uuid not null,
  attempts integer not null default 0,
  channel text not null,
  counted_on date,
  created_at timestamp with time zone not null,
  id uuid not null default uuidv7(),
  not_before timestamp with time zone,
  reason text,
  sent_at timestamp with time zone,
  state text not null,
  subscription_id uuid not null,
  tried_at timestamp with time zone,
  CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text]))),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'queued'::text, 'sending'::text, 'sent'::text, 'skipped'::text, 'failed'::text]))),
  FOREIGN KEY (alert_id) REFERENCES alerts(id),
  FOREIGN KEY (subscription_id) REFERENCES alert_subscriptions(id),
  PRIMARY KEY (id),
  UNIQUE (alert_id, subscription_id)
);
CREATE INDEX alert_deliveries_quota ON public.alert_deliveries USING btree (subscription_id, counted_on) WHERE (counted_on IS NOT NULL);
CREATE INDEX alert_deliveries_states ON public.alert_deliveries USING btree (alert_id, state, reason);
CREATE INDEX alert_deliveries_waiting ON public.alert_deliveries USING btree (alert_id, not_before, id) WHERE (state = 'waiting'::text);
grant select on alert_deliveries to shahrah_viewer;

create table alert_events (
  actor text,
  alert_id uuid not null,
  at timestamp with time zone not null,
  data jsonb not null default '{}'::jsonb,
  id bigint not null generated always as identity,
  kind text not null,
  once_key text,
  FOREIGN KEY (alert_id) REFERENCES alerts(id),
  PRIMARY KEY (id),
  UNIQUE (once_key)
);
CREATE INDEX alert_events_alert ON public.alert_events USING btree (alert_id, id);
grant select on alert_events to shahrah_viewer;

create table alert_interests (
  province text not null,
  subscription_id uuid not null,
  topic text not null,
  FOREIGN KEY (subscription_id) REFERENCES alert_subscriptions(id),
  PRIMARY KEY (topic, province, subscription_id)
);
CREATE INDEX alert_interests_subscription ON public.alert_interests USING btree (subscription_id);

create table alert_limits (
  confirm_above integer not null,
  daily_quota integer not null,
  delivery_pause text not null,
  only_row boolean not null default true,
  remind_approver text not null,
  remind_emergency text not null,
  wave_pause text not null,
  wave_size integer not null,
  CHECK (((wave_size >= 1) AND (wave_size <= 5000))),
  CHECK ((confirm_above >= 0)),
  CHECK ((daily_quota >= 1)),
  CHECK (only_row),
  PRIMARY KEY (only_row)
);
grant select on alert_limits to shahrah_viewer;

create table alert_opt_ins (
  address text not null,
  attempts_left smallint not null,
  channel text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  id uuid not null default uuidv7(),
  locale text not null,
  wishes jsonb not null,
  CHECK ((attempts_left >= 0)),
  CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text]))),
  CHECK ((locale = ANY (ARRAY['fa'::text, 'en'::text]))),
  PRIMARY KEY (id)
);
CREATE INDEX alert_opt_ins_address ON public.alert_opt_ins USING btree (channel, lower(address), created_at);
CREATE INDEX alert_opt_ins_expiry ON public.alert_opt_ins USING btree (expires_at);

create table alert_subscriptions (
  address text,
  changed_at timestamp with time zone not null,
  channel text not null,
  consented_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  id uuid not null default uuidv7(),
  locale text not null,
  quiet_from time without time zone,
  quiet_to time without time zone,
  CHECK (((address IS NULL) = (ended_at IS NOT NULL))),
  CHECK (((quiet_from IS NULL) = (quiet_to IS NULL))),
  CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text]))),
  CHECK ((locale = ANY (ARRAY['fa'::text, 'en'::text]))),
  PRIMARY KEY (id)
);
CREATE UNIQUE INDEX alert_subscriptions_address ON public.alert_subscriptions USING btree (channel, lower(address)) WHERE (ended_at IS NULL);

create table alerts (
  audience integer,
  author text not null,
  author_department text not null,
  created_at timestamp with time zone not null,
  department text,
  ended_at timestamp with time zone,
  id uuid not null default uuidv7(),
  kind text not null,
  provinces text[] not null,
  reached uuid,
  severity text not null,
  status text not null,
  submitted_at timestamp with time zone,
  text_en text not null,
  text_fa text not null,
  title_en text not null,
  title_fa text not null,
  valid_until timestamp with time zone not null,
  version integer not null default 1,
  CHECK ((severity = ANY (ARRAY['info'::text, 'warning'::text, 'emergency'::text]))),
  CHECK ((status = ANY (ARRAY['draft'::text, 'awaiting-approval'::text, 'rejected'::text, 'counting'::text, 'awaiting-confirmation'::text, 'stopped'::text, 'sending'::text, 'sent'::text, 'withdrawn'::text, 'expired'::text]))),
  FOREIGN KEY (author_department) REFERENCES departments(slug),
  FOREIGN KEY (department) REFERENCES departments(slug),
  PRIMARY KEY (id)
);
CREATE INDEX alerts_author ON public.alerts USING btree (author, created_at DESC, id DESC);
CREATE INDEX alerts_author_department ON public.alerts USING btree (author_department, created_at DESC, id DESC);
CREATE INDEX alerts_department ON public.alerts USING btree (department, created_at DESC, id DESC);
CREATE INDEX alerts_newest ON public.alerts USING btree (created_at DESC, id DESC);
grant select on alerts to shahrah_viewer;

create table audit_checks (
  at timestamp with time zone not null,
  broken_seq bigint,
  fault text,
  head_hash text not null,
  held bigint not null,
  id bigint not null generated always as identity,
  CHECK ((fault = ANY (ARRAY['missing'::text, 'changed'::text, 'head'::text]))),
  PRIMARY KEY (id)
);
alter table audit_checks enable row level security;
create policy product on audit_checks as permissive for all to public using (true) with check (true);
create policy viewer on audit_checks as restrictive for select to shahrah_viewer using (('audit:read'::text = ANY (( SELECT viewer('permissions'::text) AS viewer)::text[])));
grant select on audit_checks to shahrah_viewer;

create table audit_head (
  hash text not null,
  id boolean not null default true,
  seq bigint not null,
  CHECK (id),
  PRIMARY KEY (id)
);
alter table audit_head enable row level security;
create policy product on audit_head as permissive for all to public using (true) with check (true);
create policy viewer on audit_head as restrictive for select to shahrah_viewer using (('audit:read'::text = ANY (( SELECT viewer('permissions'::text) AS viewer)::text[])));
grant select on audit_head to shahrah_viewer;

create table audit_log (
  action text not null,
  actor text,
  at timestamp with time zone not null,
  details jsonb not null default '{}'::jsonb,
  hash text not null,
  http_request_id text,
  object_id text not null,
  object_kind text not null,
  reason text,
  remote_address text,
  result text not null,
  seq bigint not null,
  CHECK ((action ~ '^[a-z0-9-]+\.[a-z0-9-]+$'::text)),
  CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((result = ANY (ARRAY['done'::text, 'refused'::text, 'failed'::text]))),
  CHECK ((seq > 0)),
  PRIMARY KEY (seq)
);
CREATE INDEX audit_log_action ON public.audit_log USING btree (action, at DESC, seq DESC);
CREATE INDEX audit_log_actor ON public.audit_log USING btree (actor, at DESC, seq DESC);
CREATE INDEX audit_log_at ON public.audit_log USING btree (at DESC, seq DESC);
CREATE INDEX audit_log_not_done ON public.audit_log USING btree (at DESC, seq DESC) WHERE (result <> 'done'::text);
CREATE INDEX audit_log_object ON public.audit_log USING btree (object_kind, object_id, at DESC, seq DESC);
alter table audit_log enable row level security;
create policy product on audit_log as permissive for all to public using (true) with check (true);
create policy viewer on audit_log as restrictive for select to shahrah_viewer using (('audit:read'::text = ANY (( SELECT viewer('permissions'::text) AS viewer)::text[])));
grant select on audit_log to shahrah_viewer;

create table audit_refusals (
  action text not null,
  actor text not null,
  details jsonb not null,
  http_request_id text,
  id bigint not null generated always as identity,
  object_id text not null,
  object_kind text not null,
  remote_address text,
  times integer not null default 0,
  told_at timestamp with time zone not null,
  PRIMARY KEY (actor, action, object_kind, object_id),
  UNIQUE (id)
);

create table awaited (
  awaited_key bigint not null,
  correlation_key text,
  due_at timestamp with time zone,
  element_id text not null,
  element_key bigint not null,
  ended_at timestamp with time zone,
  happened integer not null default 0,
  happened_at timestamp with time zone,
  instance_key bigint not null,
  kind text not null,
  message_name text,
  "position" bigint not null,
  repetitions integer,
  since timestamp with time zone not null,
  state text not null,
  CHECK ((kind = ANY (ARRAY['timer'::text, 'message'::text]))),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'happened'::text, 'canceled'::text]))),
  PRIMARY KEY (awaited_key)
);
CREATE INDEX awaited_instance ON public.awaited USING btree (instance_key);
grant select on awaited to shahrah_viewer;

create table batch_operation_items (
  attempts integer not null default 0,
  code text,
  detail text,
  instance_key bigint not null,
  operation_id uuid not null,
  ordinal integer not null,
  plan jsonb not null default '{}'::jsonb,
  sent_at timestamp with time zone,
  settled_at timestamp with time zone,
  state text not null default 'waiting'::text,
  CHECK ((state = ANY (ARRAY['waiting'::text, 'sending'::text, 'accepted'::text, 'done'::text, 'skipped'::text, 'refused'::text, 'failed'::text]))),
  FOREIGN KEY (operation_id) REFERENCES batch_operations(id),
  PRIMARY KEY (operation_id, ordinal)
);
CREATE INDEX batch_operation_items_instance ON public.batch_operation_items USING btree (instance_key, operation_id);
CREATE INDEX batch_operation_items_open ON public.batch_operation_items USING btree (sent_at) WHERE (state = ANY (ARRAY['sending'::text, 'accepted'::text]));
CREATE INDEX batch_operation_items_state ON public.batch_operation_items USING btree (operation_id, state, ordinal);
CREATE UNIQUE INDEX batch_operation_items_once ON public.batch_operation_items USING btree (operation_id, instance_key);

create table batch_operations (
  asked_hash text not null,
  bulk boolean not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  filter jsonb,
  finished_at timestamp with time zone,
  heartbeat_at timestamp with time zone,
  id uuid not null default uuidv7(),
  kind text not null,
  once_key text,
  params jsonb not null default '{}'::jsonb,
  reason text not null,
  started_at timestamp with time zone,
  state text not null,
  stopped_by text,
  total integer not null,
  version integer not null default 1,
  CHECK ((kind ~ '^[a-z]+(-[a-z]+)*$'::text)),
  CHECK ((state = ANY (ARRAY['planned'::text, 'running'::text, 'stopped'::text, 'finished'::text, 'discarded'::text]))),
  PRIMARY KEY (id)
);
CREATE INDEX batch_operations_newest ON public.batch_operations USING btree (created_at DESC, id DESC);
CREATE INDEX batch_operations_running ON public.batch_operations USING btree (heartbeat_at) WHERE (state = 'running'::text);
CREATE UNIQUE INDEX batch_operations_once ON public.batch_operations USING btree (created_by, once_key) WHERE (once_key IS NOT NULL);

create table carrier_measures (
  carrier text,
  ended_at timestamp with time zone,
  id bigint not null generated always as identity,
  imposed_at timestamp with time zone not null,
  measure text not null,
  once_key text not null,
  request_id uuid not null,
  state text not null,
  CHECK (((state = 'in-force'::text) = (ended_at IS NULL))),
  CHECK ((measure = ANY (ARRAY['warning'::text, 'refund'::text, 'suspension'::text]))),
  CHECK ((state = ANY (ARRAY['in-force'::text, 'lifted'::text, 'replaced'::text]))),
  FOREIGN KEY (request_id) REFERENCES requests(id),
  PRIMARY KEY (id),
  UNIQUE (once_key)
);
CREATE INDEX carrier_measures_request ON public.carrier_measures USING btree (request_id);
CREATE UNIQUE INDEX carrier_measures_in_force ON public.carrier_measures USING btree (request_id) WHERE (state = 'in-force'::text);
alter table carrier_measures enable row level security;
create policy product on carrier_measures as permissive for all to public using (true) with check (true);
create policy viewer on carrier_measures as restrictive for select to shahrah_viewer using ((EXISTS ( SELECT
   FROM requests seen
  WHERE (seen.id = carrier_measures.request_id))));
grant select on carrier_measures to shahrah_viewer;

create table closing_rules (
  appeal_within text not null,
  most_reopenings integer not null,
  reopen_within text not null,
  reply_within text not null,
  service text,
  CHECK ((appeal_within ~ '^P[1-9][0-9]{0,2}D$'::text)),
  CHECK ((most_reopenings >= 0)),
  CHECK ((reopen_within ~ '^P[1-9][0-9]{0,2}D$'::text)),
  CHECK ((reply_within ~ '^P[1-9][0-9]{0,2}D$'::text)),
  FOREIGN KEY (service) REFERENCES services(key),
  UNIQUE NULLS NOT DISTINCT (service)
);
grant select on closing_rules to shahrah_viewer;

create table control_room_reports (
  department text not null,
  id bigint not null generated always as identity,
  once_key text not null,
  province text,
  request_id uuid not null,
  told_at timestamp with time zone not null,
  FOREIGN KEY (department) REFERENCES departments(slug),
  FOREIGN KEY (province) REFERENCES provinces(code),
  FOREIGN KEY (request_id) REFERENCES requests(id),
  PRIMARY KEY (id),
  UNIQUE (once_key)
);
CREATE INDEX control_room_reports_department ON public.control_room_reports USING btree (department);
CREATE INDEX control_room_reports_province ON public.control_room_reports USING btree (province);
CREATE INDEX control_room_reports_request ON public.control_room_reports USING btree (request_id);
alter table control_room_reports enable row level security;
create policy product on control_room_reports as permissive for all to public using (true) with check (true);
create policy viewer on control_room_reports as restrictive for select to shahrah_viewer using ((EXISTS ( SELECT
   FROM requests seen
  WHERE (seen.id = control_room_reports.request_id))));
grant select on control_room_reports to shahrah_viewer;

create table crews (
  capacity integer not null,
  department text not null,
  key text not null,
  kinds text[] not null,
  name_en text not null,
  name_fa text not null,
  CHECK ((capacity >= 0)),
  CHECK ((key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
  FOREIGN KEY (department) REFERENCES departments(slug),
  PRIMARY KEY (key)
);
CREATE INDEX crews_department ON public.crews USING btree (department);

create table department_heads (
  department text not null,
  email text,
  name text not null,
  named_at timestamp with time zone not null,
  named_by text not null,
  username text not null,
  FOREIGN KEY (department) REFERENCES departments(slug),
  PRIMARY KEY (department)
);
CREATE INDEX department_heads_username ON public.department_heads USING btree (username);
grant select on department_heads to shahrah_viewer;

create table departments (
  kind text not null,
  name_en text not null,
  name_fa text not null,
  parent text,
  path text not null,
  slug text not null,
  CHECK ((kind = ANY (ARRAY['ministry'::text, 'organisation'::text, 'province-office'::text, 'unit'::text]))),
  CHECK ((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
  FOREIGN KEY (parent) REFERENCES departments(slug),
  PRIMARY KEY (slug),
  UNIQUE (path)
);
CREATE INDEX departments_parent ON public.departments USING btree (parent);
CREATE INDEX departments_subtree ON public.departments USING btree (path text_pattern_ops);
grant select on departments to shahrah_viewer;

create table element_instances (
  element_id text not null,
  element_key bigint not null,
  ended_at timestamp with time zone,
  instance_key bigint not null,
  process_key text not null,
  scope_key bigint not null,
  started_at timestamp with time zone not null,
  state text not null,
  type text not null,
  version integer not null,
  CHECK ((state = ANY (ARRAY['active'::text, 'completed'::text, 'terminated'::text]))),
  PRIMARY KEY (element_key)
);
CREATE INDEX element_instances_active ON public.element_instances USING btree (process_key, element_id, started_at, element_key) INCLUDE (version, instance_key, type) WHERE (state = 'active'::text);
CREATE INDEX element_instances_ended ON public.element_instances USING btree (process_key, ended_at) INCLUDE (version, element_id, type, state, started_at) WHERE (ended_at IS NOT NULL);
CREATE INDEX element_instances_instance ON public.element_instances USING btree (instance_key);
grant select on element_instances to shahrah_viewer;

create table engine_batches (
  body bytea not null,
  exporter text not null,
  first_position bigint not null,
  last_position bigint not null,
  partition integer not null,
  received_at timestamp with time zone not null default clock_timestamp(),
  records integer not null
);
CREATE INDEX engine_batches_order ON ONLY public.engine_batches USING btree (exporter, partition, first_position);

create table engine_batches_default partition of engine_batches;

create table engine_positions (
  exporter text not null,
  partition integer not null,
  "position" bigint not null,
  record_at timestamp with time zone not null,
  PRIMARY KEY (exporter, partition)
);

create table engine_quarantine (
  at timestamp with time zone not null default clock_timestamp(),
  error text not null,
  exporter text not null,
  id bigint not null generated always as identity,
  intent text,
  partition integer not null,
  "position" bigint not null,
  record text not null,
  value_type text,
  PRIMARY KEY (id),
  UNIQUE (exporter, partition, "position")
);

create table feedback_reasons (
  active boolean not null default true,
  asks_reopening boolean not null,
  en text not null,
  fa text not null,
  key text not null,
  "position" integer not null,
  satisfied boolean not null,
  CHECK ((NOT (satisfied AND asks_reopening))),
  CHECK ((key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
  PRIMARY KEY (key)
);
grant select on feedback_reasons to shahrah_viewer;

create table flows_taken (
  flow_id text not null,
  instance_key bigint not null,
  "position" bigint not null,
  times integer not null,
  PRIMARY KEY (instance_key, flow_id)
);
grant select on flows_taken to shahrah_viewer;

create table held_instances (
  instance_key bigint not null,
  request_id uuid,
  since timestamp with time zone not null default clock_timestamp(),
  PRIMARY KEY (instance_key)
);
CREATE INDEX held_instances_request ON public.held_instances USING btree (request_id);

create table import_rows (
  import_id uuid not null,
  line integer not null,
  made_at timestamp with time zone,
  owner text,
  reasons text[] not null default '{}'::text[],
  record jsonb,
  request_id uuid,
  result text,
  CHECK ((result = ANY (ARRAY['created'::text, 'known'::text, 'changed'::text, 'refused'::text]))),
  FOREIGN KEY (import_id) REFERENCES imports(id),
  FOREIGN KEY (request_id) REFERENCES requests(id),
  PRIMARY KEY (import_id, line)
);
CREATE INDEX import_rows_request ON public.import_rows USING btree (request_id);
CREATE INDEX import_rows_waiting ON public.import_rows USING btree (import_id, made_at, line) WHERE (result IS NULL);

create table imports (
  file_name text not null,
  fingerprint text not null,
  finished_at timestamp with time zone,
  id uuid not null default uuidv7(),
  mode text not null,
  read_to_end boolean not null default false,
  rows_read integer not null default 0,
  source text not null,
  started_at timestamp with time zone not null,
  CHECK ((mode = ANY (ARRAY['history'::text, 'as-new'::text]))),
  PRIMARY KEY (id)
);
CREATE UNIQUE INDEX imports_unfinished ON public.imports USING btree (fingerprint, mode) WHERE (finished_at IS NULL);

create table incidents (
  created_at timestamp with time zone not null,
  element_id text,
  element_key bigint,
  error_message text not null,
  error_type text not null,
  incident_key bigint not null,
  instance_key bigint not null,
  job_key bigint,
  resolved_at timestamp with time zone,
  state text not null,
  CHECK ((state = ANY (ARRAY['open'::text, 'resolved'::text]))),
  PRIMARY KEY (incident_key)
);
CREATE INDEX incidents_instance ON public.incidents USING btree (instance_key);
CREATE INDEX incidents_open ON public.incidents USING btree (created_at) WHERE (state = 'open'::text);

create table instance_migration_items (
  at_elements text[] not null,
  attempts integer not null default 0,
  detail text,
  instance_key bigint not null,
  last_key bigint,
  migration_id uuid not null,
  new_instance_key bigint,
  ordinal integer not null,
  reasons text[] not null default '{}'::text[],
  request_id uuid,
  sent_at timestamp with time zone,
  settled_at timestamp with time zone,
  standing_keys bigint[] not null default '{}'::bigint[],
  start_before text[] not null default '{}'::text[],
  state text not null,
  strategy text not null,
  version integer not null,
  CHECK ((state = ANY (ARRAY['waiting'::text, 'sending'::text, 'ending'::text, 'settling'::text, 'done'::text, 'refused'::text, 'failed'::text, 'unclear'::text]))),
  CHECK ((strategy = ANY (ARRAY['native'::text, 'continuation'::text, 'none'::text]))),
  FOREIGN KEY (migration_id) REFERENCES instance_migrations(id),
  PRIMARY KEY (migration_id, ordinal),
  UNIQUE (migration_id, instance_key)
);
CREATE INDEX instance_migration_items_instance ON public.instance_migration_items USING btree (instance_key);
CREATE INDEX instance_migration_items_state ON public.instance_migration_items USING btree (migration_id, state, ordinal);

create table instance_migrations (
  finished_at timestamp with time zone,
  from_versions integer[] not null,
  heartbeat_at timestamp with time zone,
  id uuid not null default uuidv7(),
  mapping jsonb not null default '[]'::jsonb,
  planned_at timestamp with time zone not null,
  planned_by text not null,
  process_key text not null,
  reason text,
  started_at timestamp with time zone,
  started_by text,
  state text not null default 'planned'::text,
  stopped_by text,
  to_definition_key bigint not null,
  to_version integer not null,
  version integer not null default 1,
  CHECK ((state = ANY (ARRAY['planned'::text, 'running'::text, 'stopped'::text, 'finished'::text]))),
  PRIMARY KEY (id)
);
CREATE INDEX instance_migrations_newest ON public.instance_migrations USING btree (planned_at DESC, id DESC);
CREATE INDEX instance_migrations_running ON public.instance_migrations USING btree (heartbeat_at) WHERE (state = 'running'::text);

create table instance_variables (
  changed_at timestamp with time zone not null,
  changes integer not null,
  created_at timestamp with time zone not null,
  cut boolean not null default false,
  history jsonb not null default '[]'::jsonb,
  instance_key bigint not null,
  name text not null,
  "position" bigint not null,
  scope_key bigint not null,
  value text not null,
  variable_key bigint not null,
  PRIMARY KEY (variable_key)
);
CREATE INDEX instance_variables_instance ON public.instance_variables USING btree (instance_key);
CREATE INDEX instance_variables_value ON public.instance_variables USING btree (name, "left"(value, 80), created_at, instance_key) WHERE (scope_key = instance_key);

create table interactions (
  at timestamp with time zone not null,
  channel text not null,
  direction text not null,
  id uuid not null default uuidv7(),
  kind text not null,
  request_id uuid not null,
  text text not null,
  CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text]))),
  CHECK ((kind = ANY (ARRAY['request'::text, 'question'::text, 'reply'::text, 'answer'::text, 'feedback'::text, 'note'::text, 'appeal'::text, 'appeal-decision'::text, 'withdrawal'::text]))),
  FOREIGN KEY (request_id) REFERENCES requests(id),
  PRIMARY KEY (id)
);
CREATE INDEX interactions_request ON public.interactions USING btree (request_id, at, id);
alter table interactions enable row level security;
create policy product on interactions as permissive for all to public using (true) with check (true);
create policy viewer on interactions as restrictive for select to shahrah_viewer using ((EXISTS ( SELECT
   FROM requests seen
  WHERE (seen.id = interactions.request_id))));
grant select on interactions to shahrah_viewer;

create table jobs (
  created_at timestamp with time zone not null,
  element_id text not null,
  element_key bigint not null,
  ended_at timestamp with time zone,
  error_code text,
  error_message text,
  instance_key bigint not null,
  job_key bigint not null,
  "position" bigint not null,
  process_key text not null,
  retries integer not null,
  state text not null,
  type text not null,
  worker text,
  CHECK ((state = ANY (ARRAY['created'::text, 'failed'::text, 'error-thrown'::text, 'completed'::text, 'canceled'::text]))),
  PRIMARY KEY (job_key)
);
CREATE INDEX jobs_instance ON public.jobs USING btree (instance_key);
CREATE INDEX jobs_open ON public.jobs USING btree (type, created_at) WHERE (ended_at IS NULL);

create table mailboxes (
  confirmed_at timestamp with time zone,
  hash text not null,
  PRIMARY KEY (hash)
);

create table notifications (
  attempts integer not null default 0,
  channel text not null,
  created_at timestamp with time zone not null,
  data jsonb not null default '{}'::jsonb,
  id uuid not null default uuidv7(),
  locale text not null,
  mailbox text,
  once_key text not null,
  reason text,
  released_at timestamp with time zone,
  request_id uuid not null,
  sent_at timestamp with time zone,
  state text not null,
  template text not null,
  told_in uuid,
  CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text]))),
  CHECK ((locale = ANY (ARRAY['fa'::text, 'en'::text]))),
  CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'skipped'::text, 'failed'::text]))),
  FOREIGN KEY (request_id) REFERENCES requests(id),
  FOREIGN KEY (told_in) REFERENCES notifications(id),
  PRIMARY KEY (id),
  UNIQUE (once_key)
);
CREATE INDEX notifications_mailbox ON public.notifications USING btree (mailbox, released_at) WHERE (mailbox IS NOT NULL);
CREATE INDEX notifications_request ON public.notifications USING btree (request_id);
CREATE INDEX notifications_told_in ON public.notifications USING btree (told_in) WHERE (told_in IS NOT NULL);
alter table notifications enable row level security;
create policy product on notifications as permissive for all to public using (true) with check (true);
create policy viewer on notifications as restrictive for select to shahrah_viewer using ((EXISTS ( SELECT
   FROM requests seen
  WHERE (seen.id = notifications.request_id))));
grant select on notifications to shahrah_viewer;

create table outbox (
  attempts integer not null default 0,
  correlation_key text not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  id bigint not null generated always as identity,
  kind text not null,
  last_error text,
  message_name text not null,
  next_try_at timestamp with time zone not null default clock_timestamp(),
  request_id uuid,
  sent_at timestamp with time zone,
  uncertain_since timestamp with time zone,
  variables jsonb not null default '{}'::jsonb,
  CHECK ((kind = ANY (ARRAY['start'::text, 'message'::text]))),
  FOREIGN KEY (request_id) REFERENCES requests(id),
  PRIMARY KEY (id)
);
CREATE INDEX outbox_due ON public.outbox USING btree (next_try_at, id) WHERE (sent_at IS NULL);
CREATE INDEX outbox_next_of_key ON public.outbox USING btree (correlation_key, id) WHERE (sent_at IS NULL);
CREATE INDEX outbox_request ON public.outbox USING btree (request_id);
CREATE INDEX outbox_sent ON public.outbox USING btree (sent_at) WHERE (sent_at IS NOT NULL);

create table outside_bodies (
  key text not null,
  name_en text not null,
  name_fa text not null,
  CHECK ((key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
  PRIMARY KEY (key)
);
grant select on outside_bodies to shahrah_viewer;

create table outside_letters (
  addressee text,
  at timestamp with time zone not null,
  body text not null,
  due_at timestamp with time zone,
  id uuid not null default uuidv7(),
  kind text not null,
  once_key text,
  "position" text,
  reference text,
  request_id uuid not null,
  text text not null,
  written_by text,
  CHECK (("position" = ANY (ARRAY['accepts'::text, 'disputes'::text, 'no-comment'::text]))),
  CHECK (((kind = 'reply'::text) = ("position" IS NOT NULL))),
  CHECK ((kind = ANY (ARRAY['query'::text, 'reminder'::text, 'reply'::text]))),
  FOREIGN KEY (body) REFERENCES outside_bodies(key),
  FOREIGN KEY (request_id) REFERENCES requests(id),
  PRIMARY KEY (id),
  UNIQUE (once_key)
);
CREATE INDEX outside_letters_body ON public.outside_letters USING btree (body);
CREATE INDEX outside_letters_request ON public.outside_letters USING btree (request_id, id);
alter table outside_letters enable row level security;
create policy product on outside_letters as permissive for all to public using (true) with check (true);
create policy viewer on outside_letters as restrictive for select to shahrah_viewer using ((EXISTS ( SELECT
   FROM requests seen
  WHERE (seen.id = outside_letters.request_id))));
grant select on outside_letters to shahrah_viewer;

create table people (
  created_at timestamp with time zone not null,
  email text,
  id uuid not null default uuidv7(),
  kind text not null default 'natural'::text,
  mobile text,
  name text not null,
  national_id text,
  CHECK ((kind = ANY (ARRAY['natural'::text, 'legal'::text]))),
  PRIMARY KEY (id),
  UNIQUE (national_id)
);
CREATE INDEX people_email ON public.people USING btree (lower(email)) WHERE (email IS NOT NULL);
CREATE INDEX people_mobile ON public.people USING btree (mobile) WHERE (mobile IS NOT NULL);
alter table people enable row level security;
create policy product on people as permissive for all to public using (true) with check (true);
create policy viewer on people as restrictive for select to shahrah_viewer using ((EXISTS ( SELECT
   FROM requests seen
  WHERE (seen.person_id = people.id))));
grant select on people to shahrah_viewer;

create table process_definitions (
  definition_key bigint not null,
  deployed_at timestamp with time zone not null default clock_timestamp(),
  deployed_by text,
  deployment_id uuid,
  process_key text not null,
  resource_name text not null,
  sha256 text,
  version integer not null,
  FOREIGN KEY (deployment_id) REFERENCES process_deployments(id),
  PRIMARY KEY (definition_key),
  UNIQUE (process_key, version)
);
CREATE INDEX process_definitions_deployment ON public.process_definitions USING btree (deployment_id);
CREATE INDEX process_definitions_newest ON public.process_definitions USING btree (deployed_at DESC, definition_key DESC);
CREATE INDEX process_definitions_versions ON public.process_definitions USING btree (process_key, version DESC);
grant select on process_definitions to shahrah_viewer;

create table process_deployment_files (
  content text,
  deployment_id uuid not null,
  keys text[] not null default '{}'::text[],
  name text not null,
  removed boolean not null default false,
  sha256 text not null,
  FOREIGN KEY (deployment_id) REFERENCES process_deployments(id),
  PRIMARY KEY (deployment_id, name)
);
CREATE INDEX process_deployment_files_name ON public.process_deployment_files USING btree (name, deployment_id DESC);
CREATE INDEX process_deployment_files_sha256 ON public.process_deployment_files USING btree (sha256);
grant select on process_deployment_files to shahrah_viewer;

create table process_deployments (
  definitions jsonb not null default '[]'::jsonb,
  deployed_at timestamp with time zone not null,
  deployed_by text,
  id uuid not null default uuidv7(),
  problems jsonb not null default '[]'::jsonb,
  release_id uuid,
  result text not null,
  CHECK ((result = ANY (ARRAY['begun'::text, 'deployed'::text, 'refused'::text, 'failed'::text]))),
  FOREIGN KEY (release_id) REFERENCES process_releases(id),
  PRIMARY KEY (id)
);
CREATE INDEX process_deployments_begun ON public.process_deployments USING btree (deployed_at) WHERE (result = 'begun'::text);
CREATE INDEX process_deployments_release ON public.process_deployments USING btree (release_id);
grant select on process_deployments to shahrah_viewer;

create table process_draft_comments (
  draft_id uuid not null,
  element_id text,
  file text not null,
  id uuid not null default uuidv7(),
  resolved_at timestamp with time zone,
  resolved_by text,
  text text not null,
  written_at timestamp with time zone not null,
  written_by text not null,
  CHECK (((resolved_by IS NULL) = (resolved_at IS NULL))),
  FOREIGN KEY (draft_id) REFERENCES process_drafts(id),
  PRIMARY KEY (id)
);
CREATE INDEX process_draft_comments_of_draft ON public.process_draft_comments USING btree (draft_id, written_at, id);

create table process_draft_files (
  base_sha256 text,
  content text,
  draft_id uuid not null,
  name text not null,
  saved_at timestamp with time zone not null,
  saved_by text not null,
  sha256 text,
  version integer not null,
  CHECK (((content IS NULL) = (sha256 IS NULL))),
  FOREIGN KEY (draft_id) REFERENCES process_drafts(id),
  PRIMARY KEY (draft_id, name)
);

create table process_draft_presence (
  client_id uuid not null,
  draft_id uuid not null,
  element_id text,
  file text,
  name text not null,
  seen_at timestamp with time zone not null,
  username text not null,
  FOREIGN KEY (draft_id) REFERENCES process_drafts(id),
  PRIMARY KEY (draft_id, client_id)
);
CREATE INDEX process_draft_presence_old ON public.process_draft_presence USING btree (seen_at);

create table process_draft_revisions (
  action text not null,
  content text,
  draft_id uuid not null,
  id uuid not null default uuidv7(),
  name text not null,
  saved_at timestamp with time zone not null,
  saved_by text not null,
  sha256 text,
  version integer not null,
  CHECK ((action = ANY (ARRAY['saved'::text, 'imported'::text, 'restored'::text, 'removed'::text, 'reset'::text]))),
  FOREIGN KEY (draft_id) REFERENCES process_drafts(id),
  PRIMARY KEY (id),
  UNIQUE (draft_id, name, version)
);
CREATE INDEX process_draft_revisions_newest ON public.process_draft_revisions USING btree (draft_id, saved_at DESC, id DESC);
CREATE INDEX process_draft_revisions_of_person ON public.process_draft_revisions USING btree (saved_by, saved_at);

create table process_drafts (
  changed_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  id uuid not null default uuidv7(),
  process_key text not null,
  state text not null default 'open'::text,
  title text not null,
  version integer not null default 1,
  CHECK ((state = ANY (ARRAY['open'::text, 'in-review'::text, 'approved'::text, 'scheduled'::text, 'deployed'::text, 'discarded'::text]))),
  PRIMARY KEY (id)
);
CREATE INDEX process_drafts_newest ON public.process_drafts USING btree (changed_at DESC, id DESC);
CREATE INDEX process_drafts_of_process ON public.process_drafts USING btree (process_key, changed_at DESC, id DESC);
CREATE INDEX process_drafts_under_way ON public.process_drafts USING btree (process_key) WHERE (state = ANY (ARRAY['open'::text, 'in-review'::text, 'approved'::text, 'scheduled'::text]));

create table process_elements (
  element_id text not null,
  name_en text,
  name_fa text,
  process_key text not null,
  shown_variables text[],
  stage_hours numeric,
  type text not null,
  version integer not null,
  CHECK ((stage_hours > (0)::numeric)),
  PRIMARY KEY (process_key, version, element_id)
);
grant select on process_elements to shahrah_viewer;

create table process_instances (
  definition_key bigint,
  department text,
  ended_at timestamp with time zone,
  incident boolean not null default false,
  instance_key bigint not null,
  moved_from bigint,
  parent_element_key bigint,
  parent_key bigint,
  process_key text,
  pruned boolean not null default false,
  request_id uuid,
  service text,
  started_at timestamp with time zone,
  state text not null,
  test_run boolean not null default false,
  version integer,
  CHECK ((state = ANY (ARRAY['active'::text, 'completed'::text, 'terminated'::text]))),
  PRIMARY KEY (instance_key)
);
CREATE INDEX process_instances_active ON public.process_instances USING btree (started_at, instance_key) WHERE ((started_at IS NOT NULL) AND (state = 'active'::text) AND (NOT test_run));
CREATE INDEX process_instances_broken_off ON public.process_instances USING btree (ended_at DESC, instance_key DESC) WHERE ((state = 'terminated'::text) AND (parent_key IS NULL) AND (request_id IS NOT NULL));
CREATE INDEX process_instances_department ON public.process_instances USING btree (department, started_at, instance_key) WHERE ((started_at IS NOT NULL) AND (NOT test_run));
CREATE INDEX process_instances_incident ON public.process_instances USING btree (started_at, instance_key) WHERE (incident AND (NOT test_run));
CREATE INDEX process_instances_moved_from ON public.process_instances USING btree (moved_from) WHERE (moved_from IS NOT NULL);
CREATE INDEX process_instances_newest ON public.process_instances USING btree (started_at, instance_key) WHERE ((started_at IS NOT NULL) AND (NOT test_run));
CREATE INDEX process_instances_parent ON public.process_instances USING btree (parent_key) WHERE (parent_key IS NOT NULL);
CREATE INDEX process_instances_process ON public.process_instances USING btree (process_key, started_at, instance_key);
CREATE INDEX process_instances_request ON public.process_instances USING btree (request_id);
CREATE INDEX process_instances_running ON public.process_instances USING btree (process_key, version) WHERE (state = 'active'::text);
CREATE INDEX process_instances_service ON public.process_instances USING btree (service, started_at, instance_key) WHERE ((started_at IS NOT NULL) AND (NOT test_run));
CREATE INDEX process_instances_terminated ON public.process_instances USING btree (started_at, instance_key) WHERE ((started_at IS NOT NULL) AND (state = 'terminated'::text) AND (NOT test_run));
CREATE INDEX process_instances_unpruned ON public.process_instances USING btree (ended_at) WHERE ((ended_at IS NOT NULL) AND (NOT pruned));
CREATE INDEX process_instances_version ON public.process_instances USING btree (process_key, version, started_at, instance_key) WHERE (started_at IS NOT NULL);
grant select on process_instances to shahrah_viewer;

create table process_release_files (
  base_sha256 text,
  name text not null,
  release_id uuid not null,
  sha256 text,
  FOREIGN KEY (release_id) REFERENCES process_releases(id),
  PRIMARY KEY (release_id, name)
);

create table process_releases (
  authors text[] not null,
  changes jsonb not null,
  deployed_at timestamp with time zone,
  deployed_by text,
  deployment_id uuid,
  draft_id uuid not null,
  failure jsonb,
  id uuid not null default uuidv7(),
  notes_en text not null,
  notes_fa text not null,
  process_key text not null,
  review_reason text,
  reviewed_at timestamp with time zone,
  reviewed_by text,
  scheduled_by text,
  scheduled_for timestamp with time zone,
  state text not null,
  submitted_at timestamp with time zone not null,
  submitted_by text not null,
  version integer not null default 1,
  CHECK (((reviewed_by IS NULL) = (reviewed_at IS NULL))),
  CHECK (((state <> 'scheduled'::text) OR ((scheduled_for IS NOT NULL) AND (scheduled_by IS NOT NULL)))),
  CHECK (((state <> ALL (ARRAY['approved'::text, 'scheduled'::text, 'deployed'::text])) OR (reviewed_by IS NOT NULL))),
  CHECK (((state = 'deployed'::text) = (deployment_id IS NOT NULL))),
  CHECK ((reviewed_by <> ALL (authors))),
  CHECK ((state = ANY (ARRAY['in-review'::text, 'returned'::text, 'taken-back'::text, 'lapsed'::text, 'approved'::text, 'scheduled'::text, 'deployed'::text]))),
  FOREIGN KEY (deployment_id) REFERENCES process_deployments(id),
  FOREIGN KEY (draft_id) REFERENCES process_drafts(id),
  PRIMARY KEY (id)
);
CREATE INDEX process_releases_deployment ON public.process_releases USING btree (deployment_id);
CREATE INDEX process_releases_draft ON public.process_releases USING btree (draft_id, submitted_at DESC, id DESC);
CREATE INDEX process_releases_newest ON public.process_releases USING btree (submitted_at DESC, id DESC);
CREATE INDEX process_releases_process ON public.process_releases USING btree (process_key, submitted_at DESC, id DESC);
CREATE UNIQUE INDEX process_releases_under_way ON public.process_releases USING btree (draft_id) WHERE (state = ANY (ARRAY['in-review'::text, 'approved'::text, 'scheduled'::text]));

create table provinces (
  code text not null,
  iso text not null,
  name_en text not null,
  name_fa text not null,
  PRIMARY KEY (code),
  UNIQUE (iso)
);
grant select on provinces to shahrah_viewer;

create table rate_limits (
  expire bigint,
  key character varying(255) not null,
  points integer not null default 0,
  PRIMARY KEY (key)
);
CREATE INDEX rate_limits_expire ON public.rate_limits USING btree (expire);

create table register_answers (
  answered_at timestamp with time zone not null,
  attempts integer not null,
  facts jsonb not null default '{}'::jsonb,
  finding text not null,
  id uuid not null default uuidv7(),
  once_key text not null,
  register text not null,
  request_id uuid not null,
  CHECK ((finding = ANY (ARRAY['owner'::text, 'other-owner'::text, 'not-found'::text, 'no-plot'::text, 'unavailable'::text]))),
  CHECK ((register = 'land'::text)),
  FOREIGN KEY (request_id) REFERENCES requests(id),
  PRIMARY KEY (id),
  UNIQUE (once_key)
);
CREATE INDEX register_answers_request ON public.register_answers USING btree (request_id, answered_at);
alter table register_answers enable row level security;
create policy product on register_answers as permissive for all to public using (true) with check (true);
create policy viewer on register_answers as restrictive for select to shahrah_viewer using ((EXISTS ( SELECT
   FROM requests seen
  WHERE (seen.id = register_answers.request_id))));
grant select on register_answers to shahrah_viewer;

create table request_events (
  actor text,
  actor_kind text not null,
  at timestamp with time zone not null,
  data jsonb not null default '{}'::jsonb,
  id bigint not null generated always as identity,
  kind text not null,
  once_key text,
  public boolean not null,
  request_id uuid not null,
  CHECK ((actor_kind = ANY (ARRAY['citizen'::text, 'staff'::text, 'process'::text, 'system'::text]))),
  FOREIGN KEY (request_id) REFERENCES requests(id),
  PRIMARY KEY (id),
  UNIQUE (once_key)
);
CREATE INDEX request_events_request ON public.request_events USING btree (request_id, id);
CREATE INDEX request_events_undecided ON public.request_events USING btree (request_id) WHERE (kind = 'routing-undecided'::text);
alter table request_events enable row level security;
create policy product on request_events as permissive for all to public using (true) with check (true);
create policy viewer on request_events as restrictive for select to shahrah_viewer using ((EXISTS ( SELECT
   FROM requests seen
  WHERE (seen.id = request_events.request_id))));
grant select on request_events to shahrah_viewer;

create table request_feedback (
  answered_at timestamp with time zone not null,
  asks_reopening boolean not null,
  at timestamp with time zone not null,
  reasons text[] not null default '{}'::text[],
  request_id uuid not null,
  satisfied boolean not null,
  FOREIGN KEY (request_id) REFERENCES requests(id),
  PRIMARY KEY (request_id, answered_at)
);
alter table request_feedback enable row level security;
create policy product on request_feedback as permissive for all to public using (true) with check (true);
create policy viewer on request_feedback as restrictive for select to shahrah_viewer using ((EXISTS ( SELECT
   FROM requests seen
  WHERE (seen.id = request_feedback.request_id))));
grant select on request_feedback to shahrah_viewer;

create table requests (
  address text,
  answered_at timestamp with time zone,
  answered_by text[] not null default '{}'::text[],
  answers jsonb not null default '{}'::jsonb,
  appeal_department text,
  appeal_state text not null default 'none'::text,
  barred_department text,
  channel text not null,
  closed_at timestamp with time zone,
  confidential boolean not null,
  contact_email text,
  contact_mobile text,
  contact_name text,
  department text not null,
  due_at timestamp with time zone not null,
  duplicate_of uuid,
  escalated_at timestamp with time zone,
  escalated_department text,
  escalated_to text,
  escalation_level smallint not null default 0,
  evidence text,
  external_id text,
  external_source text,
  final_at timestamp with time zone,
  follows uuid,
  history_only boolean not null default false,
  id uuid not null default uuidv7(),
  idempotency_hash text,
  idempotency_key text,
  latitude double precision,
  legal_basis text,
  locale text not null,
  longitude double precision,
  outcome text,
  paused_since timestamp with time zone,
  person_id uuid,
  priority text not null,
  process_key text not null,
  province text,
  received_at timestamp with time zone not null,
  reopenings integer not null default 0,
  routing_rule text,
  service text not null,
  status text not null,
  text text not null,
  tracking_code text not null,
  version integer not null default 1,
  CHECK (((escalation_level >= 0) AND (escalation_level <= 3))),
  CHECK (((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision))),
  CHECK (((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision))),
  CHECK ((appeal_state = ANY (ARRAY['none'::text, 'pending'::text, 'upheld'::text, 'rejected'::text]))),
  CHECK ((channel = ANY (ARRAY['web'::text, 'phone'::text, 'sms'::text, 'email'::text, 'in-person'::text, 'letter'::text, 'import'::text]))),
  CHECK ((duplicate_of <> id)),
  CHECK ((follows <> id)),
  CHECK ((locale = ANY (ARRAY['fa'::text, 'en'::text]))),
  CHECK ((outcome = ANY (ARRAY['resolved'::text, 'partly'::text, 'refused'::text, 'not-admissible'::text, 'duplicate'::text, 'withdrawn'::text, 'no-answer'::text]))),
  CHECK ((priority = ANY (ARRAY['normal'::text, 'high'::text, 'critical'::text]))),
  CHECK ((status = ANY (ARRAY['received'::text, 'in-progress'::text, 'waiting-citizen'::text, 'waiting-body'::text, 'answered'::text, 'transferred'::text, 'closed'::text, 'withdrawn'::text]))),
  CHECK ((tracking_code ~ '^[0-9]{12}$'::text)),
  FOREIGN KEY (appeal_department) REFERENCES departments(slug),
  FOREIGN KEY (barred_department) REFERENCES departments(slug),
  FOREIGN KEY (department) REFERENCES departments(slug),
  FOREIGN KEY (duplicate_of) REFERENCES requests(id),
  FOREIGN KEY (escalated_department) REFERENCES departments(slug),
  FOREIGN KEY (follows) REFERENCES requests(id),
  FOREIGN KEY (person_id) REFERENCES people(id),
  FOREIGN KEY (province) REFERENCES provinces(code),
  FOREIGN KEY (service) REFERENCES services(key),
  PRIMARY KEY (id),
  UNIQUE (external_source, external_id),
  UNIQUE (idempotency_key),
  UNIQUE (tracking_code)
);
CREATE INDEX requests_appeal_department ON public.requests USING btree (appeal_department) WHERE (appeal_department IS NOT NULL);
CREATE INDEX requests_barred ON public.requests USING btree (barred_department) WHERE (barred_department IS NOT NULL);
CREATE INDEX requests_department_received ON public.requests USING btree (department, received_at DESC, id DESC);
CREATE INDEX requests_duplicate_of ON public.requests USING btree (duplicate_of) WHERE (duplicate_of IS NOT NULL);
CREATE INDEX requests_escalated ON public.requests USING btree (escalated_department, escalated_at DESC, id DESC) WHERE (escalated_department IS NOT NULL);
CREATE INDEX requests_follows ON public.requests USING btree (follows) WHERE (follows IS NOT NULL);
CREATE INDEX requests_person ON public.requests USING btree (person_id);
CREATE INDEX requests_province ON public.requests USING btree (province);
CREATE INDEX requests_received ON public.requests USING btree (received_at DESC, id DESC);
CREATE INDEX requests_service ON public.requests USING btree (service);
alter table requests enable row level security;
create policy product on requests as permissive for all to public using (true) with check (true);
create policy viewer on requests as restrictive for select to shahrah_viewer using ((('request:read'::text = ANY (( SELECT viewer('permissions'::text) AS viewer)::text[])) AND ((barred_department IS NULL) OR (barred_department <> ALL (( SELECT viewer('barredWith'::text) AS viewer)::text[]))) AND (
CASE
    WHEN confidential THEN (department = ANY (( SELECT viewer('seeConfidential'::text) AS viewer)::text[]))
    ELSE (department = ANY (( SELECT viewer('seeOpen'::text) AS viewer)::text[]))
END OR (EXISTS ( SELECT
   FROM tasks task
  WHERE ((task.request_id = requests.id) AND (task.state = 'created'::text) AND ((task.barred_department IS NULL) OR (task.barred_department <> ALL (( SELECT viewer('barredWith'::text) AS viewer)::text[]))) AND ((task.assignee = (( SELECT viewer('username'::text) AS viewer))[1]) OR (task.handed_to && ( SELECT viewer('workConfidential'::text) AS viewer)) OR
        CASE
            WHEN (COALESCE(task.service, ''::text) = ANY (ARRAY( SELECT services.key
               FROM services
              WHERE services.confidential))) THEN (task.queue = ANY (( SELECT viewer('workConfidential'::text) AS viewer)::text[]))
            ELSE (task.queue = ANY (( SELECT viewer('workOpen'::text) AS viewer)::text[]))
        END))
 OFFSET 0)))));
grant select on requests to shahrah_viewer;

create table services (
  acknowledge_working_hours integer not null,
  active boolean not null default true,
  confidential boolean not null,
  department text not null,
  description_en text not null,
  description_fa text not null,
  field_work boolean not null default false,
  intake_form text not null,
  key text not null,
  keywords text[] not null,
  name_en text not null,
  name_fa text not null,
  needs_place boolean not null,
  "position" integer not null,
  process_key text not null,
  resolve_working_days integer not null,
  service_group text not null,
  CHECK ((acknowledge_working_hours > 0)),
  CHECK ((key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
  CHECK ((resolve_working_days > 0)),
  FOREIGN KEY (department) REFERENCES departments(slug),
  PRIMARY KEY (key)
);
CREATE INDEX services_department ON public.services USING btree (department);
grant select on services to shahrah_viewer;

create table sla_changes (
  after jsonb not null,
  at timestamp with time zone not null,
  before jsonb not null,
  cause text not null,
  clock bigint not null,
  id bigint not null generated always as identity,
  FOREIGN KEY (clock) REFERENCES sla_clocks(id),
  PRIMARY KEY (id)
);
CREATE INDEX sla_changes_clock ON public.sla_changes USING btree (clock, id);
alter table sla_changes enable row level security;
create policy product on sla_changes as permissive for all to public using (true) with check (true);
create policy viewer on sla_changes as restrictive for select to shahrah_viewer using ((EXISTS ( SELECT
   FROM sla_clocks seen
  WHERE (seen.id = sla_changes.clock))));
grant select on sla_changes to shahrah_viewer;

create table sla_clocks (
  amount double precision not null,
  calendar text not null,
  calendar_version integer not null,
  cap_at timestamp with time zone,
  due_at timestamp with time zone not null,
  fired integer not null default 0,
  holds jsonb not null default '[]'::jsonb,
  id bigint not null generated always as identity,
  met_at timestamp with time zone,
  net_minutes double precision not null default 0,
  next_step text,
  next_step_at timestamp with time zone,
  paused_minutes double precision not null default 0,
  policy integer not null,
  request_id uuid not null,
  round integer not null default 1,
  segments jsonb not null,
  started_at timestamp with time zone not null,
  state text not null,
  stop_reason text,
  target text not null,
  task_key bigint,
  unit text not null,
  version integer not null default 1,
  CHECK (((state = 'met'::text) = (met_at IS NOT NULL))),
  CHECK (((state = 'paused'::text) = (cap_at IS NOT NULL))),
  CHECK (((state = 'running'::text) OR (next_step_at IS NULL))),
  CHECK (((target = 'stage'::text) = (task_key IS NOT NULL))),
  CHECK ((amount > (0)::double precision)),
  CHECK ((state = ANY (ARRAY['running'::text, 'paused'::text, 'met'::text, 'stopped'::text]))),
  CHECK ((target = ANY (ARRAY['acknowledge'::text, 'first-reply'::text, 'resolve'::text, 'stage'::text]))),
  CHECK ((unit = ANY (ARRAY['hours'::text, 'days'::text]))),
  FOREIGN KEY (request_id) REFERENCES requests(id),
  PRIMARY KEY (id),
  UNIQUE NULLS NOT DISTINCT (request_id, target, task_key, round)
);
CREATE INDEX sla_clocks_calendar ON public.sla_clocks USING btree (calendar, calendar_version, request_id) WHERE (state = ANY (ARRAY['running'::text, 'paused'::text]));
CREATE INDEX sla_clocks_cap ON public.sla_clocks USING btree (cap_at, id) WHERE (cap_at IS NOT NULL);
CREATE INDEX sla_clocks_next_step ON public.sla_clocks USING btree (next_step_at, id) WHERE (next_step_at IS NOT NULL);
alter table sla_clocks enable row level security;
create policy product on sla_clocks as permissive for all to public using (true) with check (true);
create policy viewer on sla_clocks as restrictive for select to shahrah_viewer using ((EXISTS ( SELECT
   FROM requests seen
  WHERE (seen.id = sla_clocks.request_id))));
grant select on sla_clocks to shahrah_viewer;

create table sla_policies (
  created_by text,
  id integer not null generated always as identity,
  ladder jsonb not null,
  note text,
  pause jsonb not null,
  priority text not null,
  service text,
  targets jsonb not null,
  valid_from timestamp with time zone not null,
  version integer not null,
  CHECK ((priority = ANY (ARRAY['normal'::text, 'high'::text, 'critical'::text]))),
  FOREIGN KEY (service) REFERENCES services(key),
  PRIMARY KEY (id),
  UNIQUE NULLS NOT DISTINCT (service, priority, version)
);
grant select on sla_policies to shahrah_viewer;

create table sla_step_effects (
  at timestamp with time zone not null,
  effect text not null,
  result jsonb not null default '{}'::jsonb,
  step_id uuid not null,
  FOREIGN KEY (step_id) REFERENCES sla_steps(id),
  PRIMARY KEY (step_id, effect)
);
alter table sla_step_effects enable row level security;
create policy product on sla_step_effects as permissive for all to public using (true) with check (true);
create policy viewer on sla_step_effects as restrictive for select to shahrah_viewer using ((EXISTS ( SELECT
   FROM sla_steps seen
  WHERE (seen.id = sla_step_effects.step_id))));
grant select on sla_step_effects to shahrah_viewer;

create table sla_steps (
  acknowledged_at timestamp with time zone,
  clock bigint not null,
  digested_at timestamp with time zone,
  due_at timestamp with time zone not null,
  fired_at timestamp with time zone not null,
  id uuid not null default uuidv7(),
  mode text not null,
  request_id uuid not null,
  round integer not null,
  send_again_at timestamp with time zone,
  sends integer not null,
  state text not null,
  step text not null,
  target text not null,
  CHECK (((state = 'sent'::text) = (send_again_at IS NOT NULL))),
  CHECK ((mode = ANY (ARRAY['notify'::text, 'transfer'::text, 'digest'::text]))),
  CHECK ((state = ANY (ARRAY['sent'::text, 'acknowledged'::text, 'superseded'::text, 'lapsed'::text, 'stuck'::text]))),
  CHECK ((step = ANY (ARRAY['remind'::text, 'warn'::text, 'level-1'::text, 'level-2'::text, 'level-3'::text]))),
  FOREIGN KEY (clock) REFERENCES sla_clocks(id),
  FOREIGN KEY (request_id) REFERENCES requests(id),
  PRIMARY KEY (id),
  UNIQUE (clock, step, round)
);
CREATE INDEX sla_steps_again ON public.sla_steps USING btree (send_again_at, id) WHERE (state = 'sent'::text);
CREATE INDEX sla_steps_digest ON public.sla_steps USING btree (id) WHERE ((mode = 'digest'::text) AND (state = 'acknowledged'::text) AND (digested_at IS NULL));
CREATE INDEX sla_steps_request ON public.sla_steps USING btree (request_id, fired_at);
CREATE INDEX sla_steps_stuck ON public.sla_steps USING btree (fired_at, id) WHERE (state = 'stuck'::text);
alter table sla_steps enable row level security;
create policy product on sla_steps as permissive for all to public using (true) with check (true);
create policy viewer on sla_steps as restrictive for select to shahrah_viewer using ((EXISTS ( SELECT
   FROM requests seen
  WHERE (seen.id = sla_steps.request_id))));
grant select on sla_steps to shahrah_viewer;

create table staff (
  departments text[] not null,
  email text,
  last_seen timestamp with time zone not null,
  name text not null,
  roles text[] not null,
  subject text not null,
  username text not null,
  PRIMARY KEY (username),
  UNIQUE (subject)
);
CREATE INDEX staff_departments ON public.staff USING gin (departments);
grant select on staff to shahrah_viewer;

create table staff_absences (
  entered_at timestamp with time zone not null,
  entered_by text not null,
  from_at timestamp with time zone not null,
  id uuid not null default uuidv7(),
  substitute text,
  until_at timestamp with time zone not null,
  username text not null,
  CHECK ((substitute <> username)),
  CHECK ((until_at > from_at)),
  PRIMARY KEY (id)
);
CREATE INDEX staff_absences_of ON public.staff_absences USING btree (username, until_at);
CREATE INDEX staff_absences_until ON public.staff_absences USING btree (until_at, id);
grant select on staff_absences to shahrah_viewer;

create table staff_notices (
  created_at timestamp with time zone not null,
  data jsonb not null default '{}'::jsonb,
  deliver_at timestamp with time zone not null,
  delivered_at timestamp with time zone,
  email_reason text,
  email_state text not null,
  id uuid not null default uuidv7(),
  kind text not null,
  once_key text not null,
  read_at timestamp with time zone,
  recipient text not null,
  request_id uuid,
  CHECK ((email_state = ANY (ARRAY['waiting'::text, 'queued'::text, 'sent'::text, 'skipped'::text, 'failed'::text]))),
  CHECK ((kind = ANY (ARRAY['remind'::text, 'warn'::text, 'escalated'::text, 'handed-over'::text, 'digest'::text]))),
  FOREIGN KEY (request_id) REFERENCES requests(id),
  PRIMARY KEY (id),
  UNIQUE (once_key)
);
CREATE INDEX staff_notices_due ON public.staff_notices USING btree (deliver_at, id) WHERE (delivered_at IS NULL);
CREATE INDEX staff_notices_request ON public.staff_notices USING btree (request_id);
CREATE INDEX staff_notices_shown ON public.staff_notices USING btree (recipient, delivered_at DESC, id DESC) WHERE (delivered_at IS NOT NULL);
CREATE INDEX staff_notices_unread ON public.staff_notices USING btree (recipient, delivered_at DESC, id DESC) WHERE ((delivered_at IS NOT NULL) AND (read_at IS NULL));

create table survey_answers (
  invitation_id uuid not null,
  item text not null,
  text text,
  value smallint,
  FOREIGN KEY (invitation_id) REFERENCES survey_invitations(id),
  PRIMARY KEY (invitation_id, item)
);
alter table survey_answers enable row level security;
create policy product on survey_answers as permissive for all to public using (true) with check (true);
create policy viewer on survey_answers as restrictive for select to shahrah_viewer using ((EXISTS ( SELECT
   FROM survey_invitations seen
  WHERE (seen.id = survey_answers.invitation_id))));
grant select on survey_answers to shahrah_viewer;

create table survey_invitations (
  department text not null,
  ended_at timestamp with time zone,
  id uuid not null default uuidv7(),
  invited_at timestamp with time zone not null,
  locale text not null,
  person_id uuid,
  province text,
  reminded_at timestamp with time zone,
  request_id uuid not null,
  service text not null,
  state text not null,
  survey text not null,
  survey_version integer not null,
  CHECK ((locale = ANY (ARRAY['fa'::text, 'en'::text]))),
  CHECK ((state = ANY (ARRAY['invited'::text, 'answered'::text, 'not-answered'::text]))),
  FOREIGN KEY (department) REFERENCES departments(slug),
  FOREIGN KEY (person_id) REFERENCES people(id),
  FOREIGN KEY (province) REFERENCES provinces(code),
  FOREIGN KEY (request_id) REFERENCES requests(id),
  FOREIGN KEY (service) REFERENCES services(key),
  FOREIGN KEY (survey) REFERENCES surveys(key),
  PRIMARY KEY (id),
  UNIQUE (request_id, survey)
);
CREATE INDEX survey_invitations_department ON public.survey_invitations USING btree (department);
CREATE INDEX survey_invitations_person ON public.survey_invitations USING btree (person_id, invited_at);
CREATE INDEX survey_invitations_province ON public.survey_invitations USING btree (province);
CREATE INDEX survey_invitations_results ON public.survey_invitations USING btree (survey, department, invited_at);
CREATE INDEX survey_invitations_service ON public.survey_invitations USING btree (service);
alter table survey_invitations enable row level security;
create policy product on survey_invitations as permissive for all to public using (true) with check (true);
create policy viewer on survey_invitations as restrictive for select to shahrah_viewer using ((EXISTS ( SELECT
   FROM requests seen
  WHERE (seen.id = survey_invitations.request_id))));
grant select on survey_invitations to shahrah_viewer;

create table surveys (
  close_after text not null,
  key text not null,
  questionnaire jsonb not null,
  remind_after text not null,
  rest_days integer not null,
  sample_percent integer not null,
  version integer not null,
  CHECK (((sample_percent >= 0) AND (sample_percent <= 100))),
  CHECK ((rest_days >= 0)),
  PRIMARY KEY (key)
);
grant select on surveys to shahrah_viewer;

create table task_counts (
  assigned boolean not null,
  open integer not null,
  queue text not null,
  service text not null,
  PRIMARY KEY (queue, service, assigned)
);

create table task_submissions (
  data jsonb not null,
  element_id text not null,
  form_key text,
  id uuid not null,
  request_id uuid,
  state text not null,
  submitted_at timestamp with time zone not null,
  submitted_by text not null,
  task_key bigint not null,
  CHECK ((state = ANY (ARRAY['pending'::text, 'accepted'::text, 'refused'::text]))),
  PRIMARY KEY (id)
);
CREATE INDEX task_submissions_pending ON public.task_submissions USING btree (submitted_at) WHERE (state = 'pending'::text);
CREATE INDEX task_submissions_request ON public.task_submissions USING btree (request_id, submitted_at DESC) WHERE (state <> 'refused'::text);
CREATE INDEX task_submissions_task ON public.task_submissions USING btree (task_key);
CREATE UNIQUE INDEX task_submissions_one ON public.task_submissions USING btree (task_key) WHERE (state <> 'refused'::text);
alter table task_submissions enable row level security;
create policy product on task_submissions as permissive for all to public using (true) with check (true);
create policy viewer on task_submissions as restrictive for select to shahrah_viewer using ((EXISTS ( SELECT
   FROM requests seen
  WHERE (seen.id = task_submissions.request_id))));
grant select on task_submissions to shahrah_viewer;

create table tasks (
  assignee text,
  barred_department text,
  candidate_groups text[] not null,
  created_at timestamp with time zone not null,
  due_at timestamp with time zone,
  element_id text not null,
  element_instance_key bigint not null,
  ended_at timestamp with time zone,
  form_key text,
  handed_to text[] default candidate_groups[2:],
  instance_key bigint not null,
  last_action text,
  "position" bigint not null default 0,
  priority_rank smallint not null default 1,
  process_key text not null,
  queue text not null,
  request_id uuid,
  service text,
  stage_queue text,
  state text not null,
  task_key bigint not null,
  version integer not null default 1,
  CHECK ((state = ANY (ARRAY['pending'::text, 'created'::text, 'completed'::text, 'canceled'::text]))),
  PRIMARY KEY (task_key)
);
CREATE INDEX tasks_assignee ON public.tasks USING btree (assignee, COALESCE(due_at, 'infinity'::timestamp with time zone), task_key) WHERE ((state = 'created'::text) AND (assignee IS NOT NULL));
CREATE INDEX tasks_barred ON public.tasks USING btree (barred_department, queue) WHERE ((state = 'created'::text) AND (barred_department IS NOT NULL));
CREATE INDEX tasks_handed_to ON public.tasks USING gin (handed_to) WHERE ((state = 'created'::text) AND (handed_to <> '{}'::text[]));
CREATE INDEX tasks_instance ON public.tasks USING btree (instance_key);
CREATE INDEX tasks_pending ON public.tasks USING btree (instance_key) WHERE (state = 'pending'::text);
CREATE INDEX tasks_queue_created ON public.tasks USING btree (queue, ((assignee IS NULL)), created_at, task_key) WHERE (state = 'created'::text);
CREATE INDEX tasks_queue_due ON public.tasks USING btree (queue, ((assignee IS NULL)), COALESCE(due_at, 'infinity'::timestamp with time zone), task_key) WHERE (state = 'created'::text);
CREATE INDEX tasks_queue_priority ON public.tasks USING btree (queue, ((assignee IS NULL)), ((- priority_rank)), COALESCE(due_at, 'infinity'::timestamp with time zone), task_key) WHERE (state = 'created'::text);
CREATE INDEX tasks_request ON public.tasks USING btree (request_id);
CREATE INDEX tasks_service_created ON public.tasks USING btree ((((queue || '/'::text) || service)), ((assignee IS NULL)), created_at, task_key) WHERE (state = 'created'::text);
CREATE INDEX tasks_service_due ON public.tasks USING btree ((((queue || '/'::text) || service)), ((assignee IS NULL)), COALESCE(due_at, 'infinity'::timestamp with time zone), task_key) WHERE (state = 'created'::text);
CREATE INDEX tasks_service_priority ON public.tasks USING btree ((((queue || '/'::text) || service)), ((assignee IS NULL)), ((- priority_rank)), COALESCE(due_at, 'infinity'::timestamp with time zone), task_key) WHERE (state = 'created'::text);
CREATE INDEX tasks_stage_begins ON public.tasks USING btree (created_at, task_key) WHERE ((state = 'created'::text) AND (request_id IS NOT NULL) AND (stage_queue IS DISTINCT FROM queue));
CREATE INDEX tasks_stage_ends ON public.tasks USING btree (ended_at, task_key) WHERE ((state <> 'created'::text) AND (stage_queue IS NOT NULL));
CREATE INDEX tasks_unlinked ON public.tasks USING btree (instance_key) WHERE (request_id IS NULL);
alter table tasks enable row level security;
create policy product on tasks as permissive for all to public using (true) with check (true);
create policy viewer on tasks as restrictive for select to shahrah_viewer using (((state <> 'pending'::text) AND ('task:read'::text = ANY (( SELECT viewer('permissions'::text) AS viewer)::text[])) AND ((barred_department IS NULL) OR (barred_department <> ALL (( SELECT viewer('barredWith'::text) AS viewer)::text[]))) AND ((assignee = (( SELECT viewer('username'::text) AS viewer))[1]) OR (handed_to && ( SELECT viewer('seeConfidential'::text) AS viewer)) OR
CASE
    WHEN (COALESCE(service, ''::text) = ANY (ARRAY( SELECT services.key
       FROM services
      WHERE services.confidential))) THEN (queue = ANY (( SELECT viewer('seeConfidential'::text) AS viewer)::text[]))
    ELSE (queue = ANY (( SELECT viewer('seeOpen'::text) AS viewer)::text[]))
END)));
grant select on tasks to shahrah_viewer;

create table test_run_effects (
  at timestamp with time zone not null,
  element_id text not null,
  inputs jsonb not null,
  instance_key bigint not null,
  job_type text not null,
  once_key text not null,
  outcome jsonb not null,
  process_key text not null,
  run_id uuid not null,
  FOREIGN KEY (run_id) REFERENCES test_runs(id) ON DELETE CASCADE,
  PRIMARY KEY (once_key)
);
CREATE INDEX test_run_effects_run ON public.test_run_effects USING btree (run_id, at);

create table test_run_tasks (
  created_at timestamp with time zone not null,
  element_id text not null,
  element_key bigint not null,
  form_key text,
  instance_key bigint not null,
  "position" bigint not null,
  process_key text not null,
  state text not null,
  task_key bigint not null,
  CHECK ((state = ANY (ARRAY['created'::text, 'completed'::text, 'canceled'::text]))),
  PRIMARY KEY (task_key)
);
CREATE INDEX test_run_tasks_instance ON public.test_run_tasks USING btree (instance_key);

create table test_runs (
  answers jsonb not null default '{}'::jsonb,
  cleaned_at timestamp with time zone,
  draft_id uuid not null,
  driven_until timestamp with time zone,
  elements jsonb not null,
  ended_at timestamp with time zone,
  fast boolean not null,
  files_hash text not null,
  id uuid not null default uuidv7(),
  instance_key bigint,
  passed jsonb,
  prefix text not null,
  problem text,
  process_key text not null,
  resources text[] not null default '{}'::text[],
  result text,
  skips jsonb not null default '[]'::jsonb,
  sources jsonb not null,
  started_at timestamp with time zone not null,
  started_by text not null,
  state text not null,
  steps integer not null default 0,
  touched_at timestamp with time zone not null,
  variables jsonb not null,
  CHECK (((state = 'ended'::text) = (result IS NOT NULL))),
  CHECK ((prefix ~ '^scratch-[0-9a-f]{16}$'::text)),
  CHECK ((result = ANY (ARRAY['completed'::text, 'stuck'::text, 'left'::text, 'refused'::text]))),
  CHECK ((state = ANY (ARRAY['starting'::text, 'running'::text, 'ended'::text]))),
  PRIMARY KEY (id),
  UNIQUE (prefix)
);
CREATE INDEX test_runs_by ON public.test_runs USING btree (started_by) WHERE (cleaned_at IS NULL);
CREATE INDEX test_runs_draft ON public.test_runs USING btree (draft_id, started_at DESC, id);
CREATE INDEX test_runs_instance ON public.test_runs USING btree (instance_key);
CREATE INDEX test_runs_unclean ON public.test_runs USING btree (started_at) WHERE (cleaned_at IS NULL);

create table what_if_rows (
  after jsonb,
  after_rule text,
  before jsonb,
  before_rule text,
  changed boolean not null default false,
  evaluated boolean not null default false,
  facts jsonb not null,
  place integer not null,
  problem text,
  request_id uuid not null,
  what_if_id uuid not null,
  FOREIGN KEY (what_if_id) REFERENCES what_ifs(id) ON DELETE CASCADE,
  PRIMARY KEY (what_if_id, place)
);
CREATE INDEX what_if_rows_changed ON public.what_if_rows USING btree (what_if_id, place) WHERE changed;
CREATE INDEX what_if_rows_open ON public.what_if_rows USING btree (what_if_id, place) WHERE (NOT evaluated);

create table what_ifs (
  as_of timestamp with time zone not null,
  asked jsonb not null,
  changed integer not null default 0,
  cleaned_at timestamp with time zone,
  decision_id text not null,
  done integer not null default 0,
  draft_id uuid not null,
  driven_until timestamp with time zone,
  ended_at timestamp with time zone,
  failed integer not null default 0,
  file text not null,
  id uuid not null default uuidv7(),
  problem text,
  resources text[] not null default '{}'::text[],
  rules jsonb not null default '{}'::jsonb,
  running_key text,
  scratch_id text,
  source text not null,
  started_by text not null,
  state text not null,
  total integer not null default 0,
  CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'cancelled'::text, 'failed'::text]))),
  PRIMARY KEY (id)
);
CREATE INDEX what_ifs_draft ON public.what_ifs USING btree (draft_id, as_of DESC, id);
CREATE INDEX what_ifs_unclean ON public.what_ifs USING btree (as_of) WHERE (cleaned_at IS NULL);

create table work_orders (
  contractor text,
  crew text,
  department text not null,
  ended_at timestamp with time zone,
  id uuid not null default uuidv7(),
  once_key text not null,
  planned_at timestamp with time zone not null,
  priority text not null,
  repair_kind text not null,
  request_id uuid not null,
  state text not null,
  CHECK (((crew IS NULL) <> (contractor IS NULL))),
  CHECK (((state = 'open'::text) = (ended_at IS NULL))),
  CHECK ((priority = ANY (ARRAY['normal'::text, 'high'::text, 'critical'::text]))),
  CHECK ((repair_kind = ANY (ARRAY['surface'::text, 'bridge-slope'::text, 'snow-ice'::text, 'equipment'::text]))),
  CHECK ((state = ANY (ARRAY['open'::text, 'verified'::text, 'accepted'::text, 'replaced'::text, 'cancelled'::text]))),
  FOREIGN KEY (crew) REFERENCES crews(key),
  FOREIGN KEY (department) REFERENCES departments(slug),
  FOREIGN KEY (request_id) REFERENCES requests(id),
  PRIMARY KEY (id),
  UNIQUE (once_key)
);
CREATE INDEX work_orders_crew ON public.work_orders USING btree (crew, state);
CREATE INDEX work_orders_department ON public.work_orders USING btree (department, planned_at);
CREATE INDEX work_orders_request ON public.work_orders USING btree (request_id, planned_at);
CREATE UNIQUE INDEX work_orders_open ON public.work_orders USING btree (request_id) WHERE (state = 'open'::text);
alter table work_orders enable row level security;
create policy product on work_orders as permissive for all to public using (true) with check (true);
create policy viewer on work_orders as restrictive for select to shahrah_viewer using ((EXISTS ( SELECT
   FROM requests seen
  WHERE (seen.id = work_orders.request_id))));
grant select on work_orders to shahrah_viewer;

create table working_calendars (
  base text,
  closures jsonb not null default '[]'::jsonb,
  created_at timestamp with time zone not null,
  created_by text,
  holidays date[] not null,
  id text not null,
  note text,
  own jsonb not null default '{}'::jsonb,
  province text,
  valid_from timestamp with time zone not null,
  version integer not null,
  week jsonb not null,
  zone text not null,
  CHECK ((version > 0)),
  FOREIGN KEY (province) REFERENCES provinces(code),
  PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX working_calendars_province ON public.working_calendars USING btree (province, version) WHERE (province IS NOT NULL);
grant select on working_calendars to shahrah_viewer;

create table engine.clock (
  offset_ms bigint not null,
  one boolean not null default true,
  pinned_ms bigint,
  CHECK (one),
  PRIMARY KEY (one)
);

create table engine.exporter (
  exporter text not null,
  partition integer not null,
  "position" bigint not null,
  turn bigint not null,
  PRIMARY KEY (exporter, partition)
);

create table engine.instance (
  definition bigint not null,
  key bigint not null,
  state json not null,
  PRIMARY KEY (key)
);
CREATE INDEX instance_definition ON engine.instance USING btree (definition);

create table engine.instance_part (
  body bigint not null,
  first bigint not null,
  instance bigint not null,
  state json not null,
  PRIMARY KEY (first)
);
CREATE INDEX instance_part_body ON engine.instance_part USING btree (body);

create table engine.instance_value (
  key bigint not null,
  owner bigint not null,
  value json not null,
  PRIMARY KEY (owner, key)
);

create table engine.job (
  due_at bigint,
  key bigint not null,
  place bigint,
  type text not null,
  PRIMARY KEY (key)
);
CREATE INDEX job_activatable ON engine.job USING btree (type, place) WHERE (place IS NOT NULL);
CREATE INDEX job_due ON engine.job USING btree (due_at) WHERE (due_at IS NOT NULL);

create table engine.key_block (
  first bigint not null,
  instance bigint not null,
  PRIMARY KEY (first)
);
CREATE INDEX key_block_instance ON engine.key_block USING btree (instance);

create table engine.message (
  correlated_to json not null,
  correlation_key text not null,
  deadline bigint not null,
  key bigint not null,
  message_id text not null,
  name text not null,
  time_to_live bigint not null,
  variables json not null,
  PRIMARY KEY (key)
);
CREATE INDEX message_deadline ON engine.message USING btree (deadline);
CREATE INDEX message_place ON engine.message USING btree (name, correlation_key);

create table engine.message_subscription (
  correlation_key text not null,
  instance bigint not null,
  key bigint not null,
  name text not null,
  process_id text not null,
  PRIMARY KEY (key)
);
CREATE INDEX message_subscription_place ON engine.message_subscription USING btree (name, correlation_key, process_id, key);

create table engine.record_batch (
  counters json not null,
  epoch bigint not null,
  records bytea,
  turn bigint not null,
  PRIMARY KEY (turn)
);

create table engine.resource (
  checksum text not null,
  content bytea,
  details json not null,
  key bigint not null,
  kind text not null,
  name text not null,
  CHECK ((kind = ANY (ARRAY['process'::text, 'decisions'::text]))),
  PRIMARY KEY (key)
);

create table engine.set_aside (
  definition bigint not null,
  incident bigint not null,
  instance bigint not null,
  why text not null,
  PRIMARY KEY (instance)
);

create table engine.start_lock (
  correlation_key text not null,
  instance bigint not null,
  process_id text not null,
  PRIMARY KEY (process_id, correlation_key)
);

create table engine.start_subscription (
  definition bigint not null,
  keys json not null,
  message_name text not null,
  process_id text not null,
  start_event_id text not null,
  PRIMARY KEY (definition, start_event_id)
);

create table engine.timer (
  due_at bigint not null,
  key bigint not null,
  PRIMARY KEY (key)
);
CREATE INDEX timer_due ON engine.timer USING btree (due_at);

create table engine.writer (
  backend integer not null,
  epoch bigint not null,
  one boolean not null default true,
  renewed_at timestamp with time zone not null,
  CHECK (one),
  PRIMARY KEY (one)
);

CREATE OR REPLACE FUNCTION public.check_audit_head()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if new.seq <> old.seq + 1 or not exists (select from audit_log where seq = new.seq and hash = new.hash) then
        raise exception 'the head of the audit log only follows its newest entry' using errcode = 'insufficient_privilege';
      end if;
      return new;
    end $function$;

CREATE OR REPLACE FUNCTION public.count_tasks()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if tg_op = 'INSERT' then
        insert into task_counts as c (queue, service, assigned, open)
        select queue, coalesce(service, ''), assignee is not null, count(*)
          from new_tasks where state = 'created'
         group by 1, 2, 3 order by 1, 2, 3
        on conflict (queue, service, assigned) do update set open = c.open + excluded.open;
      else
        insert into task_counts as c (queue, service, assigned, open)
        select queue, coalesce(service, ''), assignee is not null, sum(delta)
          from (
            select queue, service, assignee, 1 as delta from new_tasks where state = 'created'
            union all
            select queue, service, assignee, -1 from old_tasks where state = 'created'
          ) changed
         group by 1, 2, 3 having sum(delta) <> 0 order by 1, 2, 3
        on conflict (queue, service, assigned) do update set open = c.open + excluded.open;
      end if;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION public.keep_engine_batches(days_ahead integer, days_kept integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    declare
      today date := (now() at time zone 'UTC')::date;
      day date;
      old text;
    begin
      for day in select today + ahead from generate_series(0, days_ahead) as ahead loop
        continue when to_regclass('engine_batches_' || to_char(day, 'YYYYMMDD')) is not null;
        continue when exists (select from engine_batches_default
                               where received_at >= day::timestamp at time zone 'UTC'
                                 and received_at < (day + 1)::timestamp at time zone 'UTC');
        execute format('create table %I partition of engine_batches for values from (%L) to (%L)',
                       'engine_batches_' || to_char(day, 'YYYYMMDD'),
                       day::timestamp at time zone 'UTC', (day + 1)::timestamp at time zone 'UTC');
      end loop;
      for old in select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                  where i.inhparent = 'engine_batches'::regclass and c.relname ~ '^engine_batches_[0-9]{8}$'
                    and to_date(right(c.relname, 8), 'YYYYMMDD') < today - days_kept loop
        execute format('drop table %I', old);
      end loop;
    end $function$;

CREATE OR REPLACE FUNCTION public.refuse_audit_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege';
    end $function$;

CREATE OR REPLACE FUNCTION public.tell_instances()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      update process_instances set service = new.service, department = new.department
       where request_id = new.id and started_at is not null;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION public.viewer(part text)
 RETURNS text[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN ARRAY(SELECT jsonb_array_elements_text(((NULLIF(current_setting('shahrah.viewer'::text, true), ''::text))::jsonb -> part)) AS jsonb_array_elements_text);

CREATE TRIGGER audit_checks_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_checks FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

CREATE TRIGGER audit_head_follows BEFORE UPDATE ON public.audit_head FOR EACH ROW EXECUTE FUNCTION check_audit_head();

CREATE TRIGGER audit_head_stays BEFORE INSERT OR DELETE OR TRUNCATE ON public.audit_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

CREATE TRIGGER audit_log_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

CREATE TRIGGER requests_moved AFTER UPDATE OF service, department ON public.requests FOR EACH ROW WHEN (((old.service IS DISTINCT FROM new.service) OR (old.department IS DISTINCT FROM new.department))) EXECUTE FUNCTION tell_instances();

CREATE TRIGGER tasks_inserted AFTER INSERT ON public.tasks REFERENCING NEW TABLE AS new_tasks FOR EACH STATEMENT EXECUTE FUNCTION count_tasks();

CREATE TRIGGER tasks_updated AFTER UPDATE ON public.tasks REFERENCING OLD TABLE AS old_tasks NEW TABLE AS new_tasks FOR EACH STATEMENT EXECUTE FUNCTION count_tasks();

