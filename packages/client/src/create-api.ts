import type {
  AddFramesResponse,
  AddStepRequest,
  ApiDeleteResponse,
  ApiDequeueResponse,
  ApiInfoResponse,
  ArchiveOfTasksQuery,
  ArchiveQuery,
  AttemptList,
  BulkRequest,
  BulkResponse,
  EngineList,
  FindingList,
  FrameList,
  FrameListQuery,
  LogQuery,
  LogSearchQuery,
  LogSearchResult,
  MachineAttemptList,
  MachineAttemptsQuery,
  MachineList,
  OutputList,
  ProjectDetails,
  RequeueResponse,
  StepAdded,
  SubmitProjectRequest,
  SubmitResponse,
  Statistics,
  StatisticsQuery,
  StorageReport,
  TaskEstimateRequest,
  TaskEstimateView,
  TaskList,
  TaskListQuery,
  TaskSnapshot,
  TaskView,
  ThumbnailQuery,
  VideoRequest,
  VideoResponse,
  WatchedTask,
} from '@renderonline/contract';
import { createAdministration, type Administration } from './administration/administration.ts';
import { createTaskTemplates, type TaskTemplates } from './task-templates/task-templates.ts';
import { listen, type FarmEvent, type ListenOptions } from './events/listen.ts';
import { watchTask, type WatchOptions } from './events/watch-task.ts';
import type { Connection } from './requests/connection.ts';
import { followLogs, type FollowLogsOptions, type LogEvent } from './logs/follow-logs.ts';
import { queryText } from './requests/query-text.ts';
import { withoutBeginning } from './requests/without-beginning.ts';
import { createSessions, type Sessions } from './sessions/sessions.ts';
import { createWebhooks, type Webhooks } from './webhooks/webhooks.ts';

interface Abortable {
  readonly signal?: AbortSignal | undefined;
}

interface MakeOnce extends Abortable {
  /** The same for everything that asks for the same thing to be made; else it is a fresh one for each call. */
  readonly idempotencyKey?: string | undefined;
}

/** What a user can do at a RenderAPI from any program, a browser's page too. Every function throws ApiError when it is refused. */
export interface Api {
  /** Where its RenderAPI is. */
  readonly baseUrl: string;
  /** The user and the newest 15 tasks, as 1.x shows them. */
  info(options?: Abortable): Promise<ApiInfoResponse>;
  /** A project, and what RenderAPI lacks of it. */
  project(projectId: number, options?: Abortable): Promise<ProjectDetails>;
  /** Enqueues a task of an uploaded project; resolves with its id and those of its steps. */
  submit(request: SubmitProjectRequest, options?: MakeOnce): Promise<SubmitResponse>;
  /** When a task would be ready, were it submitted now. */
  estimate(request: TaskEstimateRequest, options?: Abortable): Promise<TaskEstimateView>;
  /** Takes a task out of the queue and ends its render. */
  dequeue(taskId: number, options?: Abortable): Promise<ApiDequeueResponse>;
  /** Ends a task and removes everything of it. */
  delete(taskId: number, options?: Abortable): Promise<ApiDeleteResponse>;
  /** The result as a ZIP, while it is being made. */
  downloadZip(
    taskId: number,
    options?: Abortable & { readonly includeProject?: boolean },
  ): Promise<ReadableStream<Uint8Array>>;
  /** The same, also of some frames alone: `frames` like `1-10,15`. */
  archive(taskId: number, options?: Abortable & ArchiveQuery): Promise<ReadableStream<Uint8Array>>;
  /** The results of several tasks as one ZIP with a folder for each; `taskIds` like `3,7`. */
  archiveOfTasks(query: ArchiveOfTasksQuery, options?: Abortable): Promise<ReadableStream<Uint8Array>>;
  /** A page of tasks, newest first. */
  listTasks(query?: TaskListQuery, options?: Abortable): Promise<TaskList>;
  /** One task with its frames and attempts. */
  task(taskId: number, options?: Abortable): Promise<TaskView>;
  /** The task's snapshots as they come, until it has ended. */
  watchTask(taskId: number, options?: WatchOptions): AsyncGenerator<WatchedTask>;
  /**
   * Everything that happens to the user's tasks, until the signal: one stream, which is opened again when it breaks
   * and misses nothing.
   */
  events(options?: ListenOptions): AsyncGenerator<FarmEvent>;
  /** Gives no more of the task's frames to machines; those being rendered are finished. */
  pause(taskId: number, options?: Abortable): Promise<TaskSnapshot>;
  /** Takes the task out of the queue and ends its renders; what it has stays. */
  cancel(taskId: number, options?: Abortable): Promise<TaskSnapshot>;
  /** Does the same to up to 1,000 tasks, and says for each what became of it. */
  changeTasks(request: BulkRequest, options?: Abortable): Promise<BulkResponse>;
  /** Goes on with a paused task. */
  resume(taskId: number, options?: Abortable): Promise<TaskSnapshot>;
  /** Puts the task before or behind others: 0 to 100, larger goes first. */
  setPriority(taskId: number, priority: number, options?: Abortable): Promise<TaskSnapshot>;
  /** Renders frames again: those named like `1-10,15`, or `failed` ones. */
  requeue(taskId: number, frames: string, options?: Abortable): Promise<RequeueResponse>;
  /** Adds frames, also to a task that has ended. */
  addFrames(taskId: number, frames: string, options?: Abortable): Promise<AddFramesResponse>;
  /** Adds a task that another engine makes of the task's frames. */
  addStep(taskId: number, request: AddStepRequest, options?: Abortable): Promise<StepAdded>;
  /** Adds a task that makes a video of the task's frames. */
  makeVideo(taskId: number, request?: VideoRequest, options?: Abortable): Promise<VideoResponse>;
  /** A page of the task's frames, by number. */
  frames(taskId: number, query?: FrameListQuery, options?: Abortable): Promise<FrameList>;
  /** The newest 1,000 attempts, oldest first. */
  attempts(taskId: number, options?: Abortable): Promise<AttemptList>;
  /** What the renderer of one attempt said so far, as UTF-8, or the last `tail` lines of it. */
  log(taskId: number, attemptId: number, options?: Abortable & LogQuery): Promise<ReadableStream<Uint8Array>>;
  /** A page of the lines of the task's logs that contain a text. */
  searchLogs(taskId: number, query: LogSearchQuery, options?: Abortable): Promise<LogSearchResult>;
  /** Lines of the task's logs as they come, over all attempts or of one, until there are no more. */
  followLogs(taskId: number, options?: FollowLogsOptions): AsyncGenerator<LogEvent>;
  /** What machines found wrong with the task's scene. */
  findings(taskId: number, options?: Abortable): Promise<FindingList>;
  /** The files that a task has produced so far. */
  outputs(taskId: number, options?: Abortable): Promise<OutputList>;
  /** One of them, from byte `offset` on. */
  downloadOutput(
    taskId: number,
    path: string,
    options?: Abortable & { readonly offset?: number },
  ): Promise<ReadableStream<Uint8Array>>;
  /** A small picture of an output, as WebP, which fits into a square of `width` pixels (320 unless given). */
  thumbnail(
    taskId: number,
    path: string,
    options?: Abortable & ThumbnailQuery,
  ): Promise<ReadableStream<Uint8Array>>;
  /** What ended by hour or day, user and engine: the user's own, of everybody for admins. */
  statistics(query?: StatisticsQuery, options?: Abortable): Promise<Statistics>;
  /** What is kept of the user, how much room it takes, and what goes when; of everybody's for administrators. */
  storage(options?: Abortable): Promise<StorageReport>;
  /** The engines there are, with what their templates ask for. */
  engines(options?: Abortable): Promise<EngineList>;
  /** The machines of the farm, and what each does now. */
  machines(options?: Abortable): Promise<MachineList>;
  /** A page of what a machine was given, newest first: at the user's own tasks, at everybody's for admins. */
  machineAttempts(
    machineId: number,
    query?: MachineAttemptsQuery,
    options?: Abortable,
  ): Promise<MachineAttemptList>;
  /** Who asks, and the browsers in which they are logged in. */
  readonly sessions: Sessions;
  /** Addresses that are told when tasks end. */
  readonly webhooks: Webhooks;
  /** Submissions that are kept under names. */
  readonly taskTemplates: TaskTemplates;
  /** For admins: users, subscriptions, engines, argument types and machines. */
  readonly administration: Administration;
}

/** The functions of `Api`, over a connection. It holds nothing open; nothing needs closing. */
export function createApi(connection: Connection): Api {
  // The answers' shapes are the contract's; what is not even JSON is refused by the connection.
  const get = async <T>(path: string, options: Abortable = {}): Promise<T> =>
    (await connection.json(path, { signal: options.signal })) as T;
  const post = async <T>(path: string, json: object, options: Abortable = {}): Promise<T> =>
    (await connection.json(path, { json, signal: options.signal })) as T;
  const make = async <T>(path: string, json: object, options: MakeOnce = {}): Promise<T> =>
    (await connection.make(path, { json, ...options })) as T;

  async function stream(...request: Parameters<typeof connection.open>): Promise<ReadableStream<Uint8Array>> {
    return bodyOf(await connection.open(...request));
  }

  async function downloadOutput(
    taskId: number,
    path: string,
    { offset = 0, signal }: Abortable & { readonly offset?: number } = {},
  ): Promise<ReadableStream<Uint8Array>> {
    const response = await connection.open(`/renderapi/v2/tasks/${taskId}/outputs/${segments(path)}`, {
      ...(offset === 0 ? {} : { headers: { range: `bytes=${offset}-` } }),
      signal,
    });
    const isPart = response.status === 206;
    return isPart || offset === 0 ? bodyOf(response) : withoutBeginning(bodyOf(response), offset);
  }

  return {
    baseUrl: connection.baseUrl,
    info: (options) => get('/renderapi/v1/info', options),
    project: (projectId, options) => get(`/renderapi/v2/projects/${projectId}`, options),
    submit: (request, options) => make('/renderapi/v2/tasks', request, options),
    estimate: (request, options) => post('/renderapi/v2/tasks/estimate', request, options),
    dequeue: (taskId, options) => post('/renderapi/v1/dequeue', { TaskId: taskId }, options),
    delete: (taskId, options) => post('/renderapi/v1/delete', { TaskId: taskId }, options),
    downloadZip: (taskId, { includeProject = false, signal } = {}) =>
      stream('/renderapi/v1/download', { json: { TaskId: taskId, IncludeProject: includeProject }, signal }),
    archive: (taskId, { signal, ...query } = {}) =>
      stream(`/renderapi/v2/tasks/${taskId}/archive${queryText(query)}`, { signal }),
    archiveOfTasks: (query, { signal } = {}) =>
      stream(`/renderapi/v2/archive${queryText(query)}`, { signal }),
    listTasks: (query = {}, options) => get(`/renderapi/v2/tasks${queryText(query)}`, options),
    task: (taskId, options) => get(`/renderapi/v2/tasks/${taskId}`, options),
    watchTask: (taskId, options) => watchTask(connection, taskId, options),
    events: (options) => listen(connection, options),
    pause: (taskId, options) => post(`/renderapi/v2/tasks/${taskId}/pause`, {}, options),
    cancel: (taskId, options) => post(`/renderapi/v2/tasks/${taskId}/cancel`, {}, options),
    changeTasks: async (request, { signal } = {}) =>
      (await connection.json('/renderapi/v2/tasks/bulk', {
        ...{ json: request, signal },
        // Whoever leaves a page has done so after they asked for this.
        keepalive: true,
      })) as BulkResponse,
    resume: (taskId, options) => post(`/renderapi/v2/tasks/${taskId}/resume`, {}, options),
    setPriority: (taskId, priority, options) =>
      post(`/renderapi/v2/tasks/${taskId}/priority`, { priority }, options),
    requeue: (taskId, frames, options) => post(`/renderapi/v2/tasks/${taskId}/requeue`, { frames }, options),
    addFrames: (taskId, frames, options) => post(`/renderapi/v2/tasks/${taskId}/frames`, { frames }, options),
    addStep: (taskId, request, options) => make(`/renderapi/v2/tasks/${taskId}/steps`, request, options),
    makeVideo: (taskId, request = {}, options) =>
      make(`/renderapi/v2/tasks/${taskId}/video`, request, options),
    frames: (taskId, query = {}, options) =>
      get(`/renderapi/v2/tasks/${taskId}/frames${queryText(query)}`, options),
    attempts: (taskId, options) => get(`/renderapi/v2/tasks/${taskId}/attempts`, options),
    log: (taskId, attemptId, { signal, ...query } = {}) =>
      stream(`/renderapi/v2/tasks/${taskId}/attempts/${attemptId}/log${queryText(query)}`, { signal }),
    searchLogs: (taskId, query, options) =>
      get(`/renderapi/v2/tasks/${taskId}/log${queryText(query)}`, options),
    followLogs: (taskId, options) => followLogs(connection, taskId, options),
    findings: (taskId, options) => get(`/renderapi/v2/tasks/${taskId}/findings`, options),
    outputs: (taskId, options) => get(`/renderapi/v2/tasks/${taskId}/outputs`, options),
    downloadOutput,
    thumbnail: (taskId, path, { width, signal } = {}) =>
      stream(`/renderapi/v2/tasks/${taskId}/thumbnails/${segments(path)}${queryText({ width })}`, { signal }),
    statistics: (query = {}, options) => get(`/renderapi/v2/statistics${queryText(query)}`, options),
    storage: (options) => get('/renderapi/v2/storage', options),
    engines: (options) => get('/renderapi/v2/engines', options),
    machines: (options) => get('/renderapi/v2/machines', options),
    machineAttempts: (machineId, query = {}, options) =>
      get(`/renderapi/v2/machines/${machineId}/attempts${queryText(query)}`, options),
    sessions: createSessions(connection),
    webhooks: createWebhooks(connection),
    taskTemplates: createTaskTemplates(connection),
    administration: createAdministration(connection),
  };
}

function segments(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** The answer's body; an answer without one is empty. */
function bodyOf(response: Response): ReadableStream<Uint8Array> {
  const empty = (): ReadableStream<Uint8Array> =>
    new ReadableStream({
      start: (controller) => {
        controller.close();
      },
    });
  return response.body ?? empty();
}
