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
  scheduler_leadership: SchedulerLeadershipTable;
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
}

interface SubscriptionsTable {
  subscription_id: Generated<number>;
  name: string;
  queue_limit: number;
}

interface EnginesTable {
  engine_id: Generated<number>;
  name: string;
  extension: string;
  download_path: string;
  render_argument: string;
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
}

interface SchedulerLeadershipTable {
  id: number;
  holder: string | null;
  generation: number;
  beat: number;
}
