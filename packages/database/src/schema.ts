import type { Generated } from 'kysely';

/**
 * The tables as Kysely sees them. Times are UTC text 'YYYY-MM-DD HH:MM:SS.mmm' (stored-times.ts),
 * flags are 0 or 1, ids are plain numbers. The migrations are what makes them; docs/database.md explains them.
 */
export interface Schema {
  users: UsersTable;
  subscriptions: SubscriptionsTable;
  engines: EnginesTable;
  argtypes: ArgtypesTable;
  machines: MachinesTable;
  renders: RendersTable;
  tasks: TasksTable;
  queue: QueueTable;
  frames: FramesTable;
  leases: LeasesTable;
  attempts: AttemptsTable;
  task_storage: TaskStorageTable;
  hourly_statistics: HourlyStatisticsTable;
  hourly_waits: HourlyWaitsTable;
  farm_hours: FarmHoursTable;
  load_hours: LoadHoursTable;
  abandoned_folders: AbandonedFoldersTable;
  scheduler_leadership: SchedulerLeadershipTable;
  machine_credentials: MachineCredentialsTable;
  pairing_codes: PairingCodesTable;
  outputs: OutputsTable;
  task_findings: TaskFindingsTable;
  idempotency_keys: IdempotencyKeysTable;
  deleted_tasks: DeletedTasksTable;
  contents: ContentsTable;
  content_owners: ContentOwnersTable;
  projects: ProjectsTable;
  project_files: ProjectFilesTable;
  task_dependencies: TaskDependenciesTable;
  task_templates: TaskTemplatesTable;
  web_sessions: WebSessionsTable;
  webhooks: WebhooksTable;
  webhook_events: WebhookEventsTable;
  webhook_deliveries: WebhookDeliveriesTable;
}

/** A column stored as 0 or 1. */
export type Flag = number;
/** UTC text 'YYYY-MM-DD HH:MM:SS.mmm'. */
export type StoredTime = string;

interface UsersTable {
  user_id: Generated<number>;
  first_name: string;
  last_name: string;
  email: string;
  subscription_id: number;
  is_active: Flag;
  token: string;
  /** 'user' or 'admin'. */
  role: Generated<string>;
}

interface SubscriptionsTable {
  subscription_id: Generated<number>;
  name: string;
  queue_limit: number;
  weight: Generated<number>;
  keep_tasks_days: number | null;
  keep_tasks_bytes: number | null;
  keep_results_days: number | null;
  keep_results_bytes: number | null;
  keep_logs_days: number | null;
  keep_logs_bytes: number | null;
  keep_projects_days: number | null;
  keep_projects_bytes: number | null;
}

interface EnginesTable {
  engine_id: Generated<number>;
  name: string;
  extension: string;
  download_path: string;
  render_argument: string;
  adapter: Generated<string>;
}

interface ArgtypesTable {
  argtype_id: string;
  type: string;
  regex: string | null;
}

interface MachinesTable {
  machine_id: Generated<number>;
  ip_address: string;
  port: number;
  name: Generated<string>;
  is_enabled: Generated<Flag>;
  transport: Generated<string>;
  /** JSON. */
  fingerprint: string | null;
  /** Separated by commas. */
  tags: Generated<string>;
  is_drained: Generated<Flag>;
  schedule: string | null;
  yields_to_user: Generated<Flag>;
  slots: Generated<number>;
  quarantine_reason: string | null;
  last_seen_at: StoredTime | null;
  created_at: StoredTime | null;
}

interface RendersTable {
  render_id: Generated<number>;
  file_name: string;
  file_path: string;
  file_size: number;
  arguments: string;
  engine_id: number;
  argument_template: string | null;
  /** A JSON object of name → value, as submitted. */
  argument_values: string | null;
  file_sha256: string | null;
  /** Of a project that may be deleted since. */
  project_id: number | null;
}

interface TasksTable {
  task_id: Generated<number>;
  user_id: number;
  queue_time: StoredTime | null;
  start_time: StoredTime | null;
  end_time: StoredTime | null;
  is_running: Flag;
  is_success: Flag;
  render_id: number;
  machine_id: number | null;
  state: Generated<string>;
  priority: Generated<number>;
  failure_reason: string | null;
  failed_attempts: Generated<number>;
  machine_losses: Generated<number>;
  not_before: StoredTime | null;
  revision: Generated<number>;
  frame_order: Generated<string>;
  /** Separated by commas. */
  required_tags: Generated<string>;
  required_engine_version: string | null;
  needs_gpu: Generated<Flag>;
  required_memory_mb: number | null;
  max_machines: number | null;
  continues_on_failure: Generated<Flag>;
  allows_scripts: Generated<Flag>;
  /** The task whose outputs are its project; it may be deleted by now. */
  input_task_id: number | null;
  /** Which frames of it, like 1-10,15; null for all. */
  input_frames: string | null;
  /** It was canceled because this task, which it waited for, ended without success. */
  ended_with_task_id: number | null;
  /** When its results went by themselves; it may have been rendered anew since. */
  results_expired_at: StoredTime | null;
}

interface TaskDependenciesTable {
  task_id: number;
  depends_on_task_id: number;
}

interface QueueTable {
  queue_id: Generated<number>;
  task_id: number;
}

interface FramesTable {
  task_id: number;
  frame: number;
  state: Generated<string>;
  lease_id: number | null;
  render_ms: number | null;
  /** The attempt that made it, once it is done. */
  attempt_id: number | null;
  /** Why it was given up. */
  failure_reason: string | null;
}

interface LeasesTable {
  lease_id: Generated<number>;
  task_id: number;
  machine_id: number;
  first_frame: number;
  last_frame: number;
  token: string;
  generation: number;
  state: Generated<string>;
  granted_at: StoredTime;
  expires_at: StoredTime;
  is_duplicate: Generated<Flag>;
}

interface AttemptsTable {
  attempt_id: number;
  task_id: number;
  machine_id: number | null;
  first_frame: number;
  last_frame: number;
  granted_at: StoredTime;
  started_at: StoredTime | null;
  ended_at: StoredTime | null;
  outcome: string | null;
  exit_code: number | null;
  signal_name: string | null;
  message: string | null;
  log_path: string | null;
  cause: string | null;
  failed_frame: number | null;
  /** Of an attempt that failed: 'failure', 'machine-loss', or 'nothing' (also when a person requeued the frame since). */
  counts_as: string | null;
  log_tail: string | null;
  is_duplicate: Generated<Flag>;
}

interface SchedulerLeadershipTable {
  id: number;
  holder: string | null;
  generation: number;
  beat: number;
  /** The largest that was ever granted, of tasks that are deleted too. */
  last_lease_id: Generated<number>;
}

interface MachineCredentialsTable {
  machine_id: number;
  secret_hash: string;
  created_at: StoredTime;
  revoked_at: StoredTime | null;
}

interface PairingCodesTable {
  code_hash: string;
  expires_at: StoredTime;
  used_at: StoredTime | null;
  machine_name: string | null;
  created_at: StoredTime;
}

interface OutputsTable {
  task_id: number;
  frame: number;
  name: string;
  size: number;
  sha256: string;
  attempt_id: number;
}

interface TaskFindingsTable {
  task_id: number;
  machine_id: number;
  position: number;
  severity: string;
  code: string;
  message: string;
}

interface IdempotencyKeysTable {
  user_id: number;
  key_hash: string;
  request_hash: string;
  /** JSON: the identifiers of what the request has made. */
  made: string;
  created_at: StoredTime;
}

interface DeletedTasksTable {
  task_id: number;
  user_id: number;
  deleted_at: StoredTime;
}

interface ContentsTable {
  sha256: string;
  size: number;
  created_at: StoredTime;
  last_used_at: StoredTime;
}

interface ContentOwnersTable {
  user_id: number;
  sha256: string;
}

interface ProjectsTable {
  project_id: Generated<number>;
  user_id: number;
  manifest_sha256: string;
  main_path: string;
  file_count: number;
  total_bytes: number;
  /** As it was last looked at. */
  is_complete: Generated<Flag>;
  created_at: StoredTime;
  last_used_at: StoredTime;
}

interface ProjectFilesTable {
  project_id: number;
  /** Of the path's UTF-8. */
  path_sha256: string;
  path: string;
  /** Of the file's bytes. */
  sha256: string;
  size: number;
}

interface TaskStorageTable {
  task_id: number;
  result_bytes: number;
  log_bytes: number;
  measured_at: string;
}

interface HourlyStatisticsTable {
  /** The hour's first moment. */
  hour: StoredTime;
  /** Either may be deleted since. */
  user_id: number;
  engine_id: number;
  frames_done: number;
  machine_ms: number;
  failed_attempts: number;
  tasks_succeeded: number;
  tasks_failed: number;
  tasks_canceled: number;
  tasks_started: number;
  waiting_ms: number;
}

interface HourlyWaitsTable {
  hour: StoredTime;
  user_id: number;
  engine_id: number;
  /** The position of an interval of waiting. */
  wait_interval: number;
  tasks: number;
}

interface FarmHoursTable {
  hour: StoredTime;
  /** Of the leadership. */
  generation: number;
  observed_ms: number;
  online_ms: number;
  online_slot_ms: number;
}

interface LoadHoursTable {
  hour: StoredTime;
  generation: number;
  /** Either is 0 for all of them. */
  user_id: number;
  engine_id: number;
  busy_slot_ms: number;
  waiting_frame_ms: number;
  max_waiting_frames: number;
}

interface AbandonedFoldersTable {
  folder_id: Generated<number>;
  file_path: string;
}

interface TaskTemplatesTable {
  template_id: Generated<number>;
  user_id: number;
  name: string;
  /** Of the name in small letters. */
  name_sha256: string;
  is_shared: Flag;
  /** JSON, as it was submitted. */
  submission: string;
  created_at: StoredTime;
  updated_at: StoredTime;
}

interface WebSessionsTable {
  session_id: Generated<number>;
  user_id: number;
  secret_hash: string;
  /** Of the token as it was stored in users when the session began. */
  token_hash: string;
  is_remembered: Flag;
  is_secure: Flag;
  address: string;
  user_agent: string;
  created_at: StoredTime;
  last_seen_at: StoredTime;
  expires_at: StoredTime;
}

interface WebhooksTable {
  webhook_id: Generated<number>;
  user_id: number;
  /** 'own' or 'farm'. */
  scope: string;
  url: string;
  /** Separated by commas. */
  events: string;
  is_active: Flag;
  /** What is sent is signed with; kept as it is, for it is needed as it is. */
  secret: string;
  created_at: StoredTime;
}

interface WebhookEventsTable {
  event_id: Generated<number>;
  event: string;
  user_id: number;
  task_id: number;
  file_name: string;
  reason: string | null;
  happened_at: StoredTime;
}

interface WebhookDeliveriesTable {
  delivery_id: Generated<number>;
  webhook_id: number;
  /** The same for all tries. */
  message_id: string;
  event: string;
  payload: string;
  /** 'pending', 'delivered' or 'given-up'. */
  state: string;
  tries: number;
  created_at: StoredTime;
  next_try_at: StoredTime | null;
  tried_at: StoredTime | null;
  /** Of the last answer. */
  status: number | null;
  duration_ms: number | null;
  /** Its beginning, or why there was none. */
  answer: string | null;
}
