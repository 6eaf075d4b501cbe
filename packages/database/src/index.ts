import type { ArgumentType, AttemptOutcome, FrameRange, TaskState } from '@renderonline/domain';
import type { Kysely, Transaction } from 'kysely';

export type Schema = Record<string, Record<string, unknown>>;
export type Executor = Kysely<Schema> | Transaction<Schema>;
export interface Database {
  readonly db: Kysely<Schema>;
  readonly dialect: 'sqlite' | 'mysql';
  readonly description: string;
  transaction<T>(work: (trx: Executor) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
export type DatabaseLog = (
  level: 'info' | 'warn',
  message: string,
  details?: Record<string, unknown>,
) => void;
export interface OpenDatabaseOptions {
  readonly log?: DatabaseLog;
  readonly poolSize?: number;
}
export interface SqliteSettings {
  readonly kind: 'sqlite';
  readonly path: string;
}
export interface MysqlSettings {
  readonly kind: 'mysql';
  readonly host: string;
  readonly port: number;
  readonly socketPath?: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly sslMode: 'none' | 'preferred' | 'required' | 'verify-ca' | 'verify-full';
}
export type ConnectionSettings = SqliteSettings | MysqlSettings;
export declare function parseConnectionString(text: string): ConnectionSettings;
export declare function openDatabase(
  connectionString: string,
  options?: OpenDatabaseOptions,
): Promise<Database>;
export declare function migrateDatabase(
  database: Database,
): Promise<{ from: string | null; to: string; applied: string[] }>;
export declare function databaseVersion(
  database: Database,
): Promise<{ current: string | null; latest: string }>;

// users
export interface User {
  readonly userId: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly subscriptionId: number;
  readonly isActive: boolean;
  readonly token: string;
}
export declare function findUserByEmail(ex: Executor, input: { email: string }): Promise<User | undefined>;
export declare function replaceUserToken(
  ex: Executor,
  input: { userId: number; previousToken: string; token: string },
): Promise<boolean>;
export interface NewUser extends Omit<User, 'userId'> {
  readonly userId?: number;
}
export declare function addUser(ex: Executor, input: NewUser): Promise<User>;
export declare function listUsers(ex: Executor): Promise<User[]>;
export declare function updateUser(
  ex: Executor,
  input: { userId: number } & Partial<Omit<User, 'userId'>>,
): Promise<User>;
export declare function removeUser(ex: Executor, input: { userId: number }): Promise<void>;

// subscriptions
export interface Subscription {
  readonly subscriptionId: number;
  readonly name: string;
  readonly queueLimit: number;
}
export declare function addSubscription(
  ex: Executor,
  input: Omit<Subscription, 'subscriptionId'> & { subscriptionId?: number },
): Promise<Subscription>;
export declare function listSubscriptions(ex: Executor): Promise<Subscription[]>;
export declare function updateSubscription(
  ex: Executor,
  input: { subscriptionId: number } & Partial<Omit<Subscription, 'subscriptionId'>>,
): Promise<Subscription>;
export declare function removeSubscription(ex: Executor, input: { subscriptionId: number }): Promise<void>;

// engines
export interface Engine {
  readonly engineId: number;
  readonly name: string;
  readonly extension: string;
  readonly downloadPath: string;
  readonly renderArgument: string;
}
export declare function addEngine(
  ex: Executor,
  input: Omit<Engine, 'engineId'> & { engineId?: number },
): Promise<Engine>;
export declare function listEngines(ex: Executor): Promise<Engine[]>;
export declare function findEngine(ex: Executor, input: { engineId: number }): Promise<Engine | undefined>;
export declare function updateEngine(
  ex: Executor,
  input: { engineId: number } & Partial<Omit<Engine, 'engineId'>>,
): Promise<Engine>;
export declare function removeEngine(ex: Executor, input: { engineId: number }): Promise<void>;

// argument types
export declare function addArgumentType(ex: Executor, input: ArgumentType): Promise<ArgumentType>;
export declare function listArgumentTypes(ex: Executor): Promise<ArgumentType[]>;
export declare function updateArgumentType(
  ex: Executor,
  input: { argtypeId: string } & Partial<Omit<ArgumentType, 'argtypeId'>>,
): Promise<ArgumentType>;
export declare function removeArgumentType(ex: Executor, input: { argtypeId: string }): Promise<void>;

// machines
export interface Machine {
  readonly machineId: number;
  readonly name: string;
  readonly ipAddress: string;
  readonly port: number;
  readonly isEnabled: boolean;
}
export declare function addMachine(
  ex: Executor,
  input: { machineId?: number; name?: string; ipAddress: string; port: number; isEnabled?: boolean },
): Promise<Machine>;
export declare function listMachines(ex: Executor): Promise<Machine[]>;
export declare function findMachine(ex: Executor, input: { machineId: number }): Promise<Machine | undefined>;
export declare function updateMachine(
  ex: Executor,
  input: { machineId: number } & Partial<Omit<Machine, 'machineId'>>,
): Promise<Machine>;
export declare function removeMachine(ex: Executor, input: { machineId: number }): Promise<void>;

// tasks
export interface Task {
  readonly taskId: number;
  readonly userId: number;
  readonly queuedAtMs: number | null;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly isRunning: boolean;
  readonly isSuccess: boolean;
  readonly renderId: number;
  readonly machineId: number | null;
  readonly state: TaskState;
  readonly priority: number;
  readonly failureReason: string | null;
}
export interface Render {
  readonly renderId: number;
  readonly fileName: string;
  readonly filePath: string;
  readonly fileSize: number;
  readonly arguments: string;
  readonly engineId: number;
  readonly argumentTemplate: string | null;
  readonly argumentValues: Readonly<Record<string, string>> | null;
}
export interface FrameCounts {
  readonly pending: number;
  readonly leased: number;
  readonly done: number;
  readonly failed: number;
}
export interface TaskDetails {
  readonly task: Task;
  readonly render: Render;
  readonly engine: Engine;
  readonly frames: FrameCounts;
  readonly isQueued: boolean;
}
export interface EnqueueTaskInput {
  readonly userId: number;
  readonly queuedAtMs: number;
  readonly fileName: string;
  readonly filePath: string;
  readonly fileSize: number;
  readonly arguments: string;
  readonly argumentTemplate: string | null;
  readonly argumentValues: Readonly<Record<string, string>> | null;
  readonly engineId: number;
  readonly frames: readonly FrameRange[];
  /** Larger goes first; 50 when absent. */
  readonly priority?: number;
}
export declare function enqueueTask(database: Database, input: EnqueueTaskInput): Promise<{ taskId: number }>;
export declare function countQueuedTasks(ex: Executor, input: { userId: number }): Promise<number>;
/** The queue limit of the user's subscription; undefined for an unknown user. */
export declare function queueLimitOf(ex: Executor, input: { userId: number }): Promise<number | undefined>;
export declare function listTasks(
  ex: Executor,
  input: { userId?: number; limit: number; beforeTaskId?: number },
): Promise<TaskDetails[]>;
export declare function findTask(
  ex: Executor,
  input: { taskId: number; userId?: number },
): Promise<TaskDetails | undefined>;
export declare function cancelTask(
  database: Database,
  input: { taskId: number; nowMs: number },
): Promise<{ wasQueued: boolean; endedLeases: { leaseId: number; machineId: number }[] }>;
export declare function deleteTask(database: Database, input: { taskId: number }): Promise<boolean>;
export interface WaitingTaskRow {
  readonly taskId: number;
  readonly userId: number;
  readonly state: TaskState;
  readonly priority: number;
  readonly queuedAtMs: number;
  readonly notBeforeMs: number;
  readonly failedAttempts: number;
  readonly machineLosses: number;
  readonly pending: readonly FrameRange[];
  /** Machines on which an attempt of this task failed or was lost. */
  readonly avoidMachineIds: ReadonlySet<number>;
  readonly engine: Engine;
  readonly render: Render;
}
export declare function listWaitingTasks(ex: Executor): Promise<WaitingTaskRow[]>;
/** Whether a render row names this file; for sweeping what an interrupted upload left. */
export declare function isFileReferenced(ex: Executor, input: { filePath: string }): Promise<boolean>;

// leases
export interface LiveLease {
  readonly leaseId: number;
  readonly taskId: number;
  readonly machineId: number;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly token: string;
  readonly generation: number;
  readonly state: 'offered' | 'running';
  readonly grantedAtMs: number;
  readonly expiresAtMs: number;
  /** Attempts of this task on this machine, this one included. */
  readonly attemptsOfTaskOnMachine: number;
}
export declare function listLiveLeases(ex: Executor): Promise<LiveLease[]>;
export declare function grantLeases(
  database: Database,
  input: {
    generation: number;
    leases: readonly { taskId: number; machineId: number; frames: FrameRange; token: string }[];
    nowMs: number;
    expiresAtMs: number;
  },
): Promise<LiveLease[]>;
export declare function startLease(
  database: Database,
  input: { leaseId: number; token: string; startedAtMs: number },
): Promise<boolean>;
/** Returns the ids of the leases that still lived and were renewed. */
export declare function renewLeases(
  ex: Executor,
  input: { leases: readonly { leaseId: number; token: string }[]; expiresAtMs: number },
): Promise<number[]>;
export interface EndLeaseInput {
  readonly leaseId: number;
  readonly token: string;
  readonly endedAtMs: number;
  readonly outcome: AttemptOutcome;
  readonly frames: 'done' | 'pending' | 'failed';
  readonly notBeforeMs?: number;
  readonly reason?: string;
  readonly countAs: 'failure' | 'machine-loss' | null;
  readonly logPath?: string;
}
export declare function endLease(
  database: Database,
  input: EndLeaseInput,
): Promise<
  | {
      applied: true;
      taskId: number;
      taskState: TaskState;
      endedLeases: { leaseId: number; machineId: number }[];
    }
  | { applied: false }
>;

// attempts
export interface Attempt {
  readonly attemptId: number;
  readonly taskId: number;
  readonly machineId: number | null;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly grantedAtMs: number;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  /** null while the lease lives. */
  readonly outcome: AttemptOutcome['kind'] | null;
  readonly exitCode: number | null;
  readonly signalName: string | null;
  readonly message: string | null;
  readonly logPath: string | null;
}
export declare function listAttempts(ex: Executor, input: { taskId: number }): Promise<Attempt[]>;

// leadership
export interface Leadership {
  readonly holder: string | null;
  readonly generation: number;
  readonly beat: number;
}
export declare function readLeadership(ex: Executor): Promise<Leadership>;
export declare function takeLeadership(
  database: Database,
  input: { holder: string; expected?: { generation: number; beat: number } },
): Promise<{ generation: number } | undefined>;
export declare function beatLeadership(ex: Executor, input: { generation: number }): Promise<boolean>;
export declare function releaseLeadership(ex: Executor, input: { generation: number }): Promise<void>;
