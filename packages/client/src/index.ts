export { createClient, type Client } from './create-client.ts';
export { ApiError } from './errors/api-error.ts';
export type { FarmEvent, ListenOptions } from './events/listen.ts';
export type { WatchOptions } from './events/watch-task.ts';
export type { FollowLogsOptions, LogEvent } from './logs/follow-logs.ts';
export type { ConnectionSettings } from './requests/connection.ts';
export { ProjectChanged, type EnqueueOptions } from './uploads/enqueue.ts';
