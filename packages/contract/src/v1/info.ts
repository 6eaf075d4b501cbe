import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';

const localTime = (description: string) =>
  Type.String({ description: `${description} UTC without an offset, as 2024-08-27T20:00:00.` });

/** The signed-in user, without the token. */
export const ApiUser = Type.Object({
  UserId: Type.Integer(),
  FirstName: Type.String(),
  LastName: Type.String(),
  Email: Type.String(),
  SubscriptionId: Type.Integer(),
  IsActive: Type.Boolean(),
});
export type ApiUser = Static<typeof ApiUser>;

/** One submission. Both flags false without an EndTime: queued; with one: failed or canceled. */
export const ApiTask = Type.Object({
  TaskId: Type.Integer(),
  UserId: Type.Integer(),
  QueueTime: localTime('When the task was enqueued.'),
  StartTime: nullable(localTime('When its first attempt really started.')),
  EndTime: nullable(localTime('When it really ended.')),
  IsRunning: Type.Boolean(),
  IsSuccess: Type.Boolean(),
  RenderId: Type.Integer(),
  MachineId: nullable(Type.Integer()),
});
export type ApiTask = Static<typeof ApiTask>;

/** The uploaded project and the expanded command of a task. */
export const ApiRender = Type.Object({
  RenderId: Type.Integer(),
  FileName: Type.String(),
  FilePath: Type.String({ description: 'Always empty: where the server keeps files is its own business.' }),
  FileSize: Type.Integer({ description: 'Bytes.' }),
  Arguments: Type.String(),
  EngineId: Type.Integer(),
});
export type ApiRender = Static<typeof ApiRender>;

/** A renderer as configured. */
export const ApiEngine = Type.Object({
  EngineId: Type.Integer(),
  Name: Type.String(),
  Extension: Type.String(),
  DownloadPath: Type.String(),
  RenderArgument: Type.String(),
});
export type ApiEngine = Static<typeof ApiEngine>;

export const ApiTaskInfo = Type.Object({ Task: ApiTask, Render: ApiRender, Engine: ApiEngine });
export type ApiTaskInfo = Static<typeof ApiTaskInfo>;

/** GET /renderapi/v1/info: the user and the newest 15 tasks, newest first. */
export const ApiInfoResponse = Type.Object({ User: ApiUser, Tasks: Type.Array(ApiTaskInfo) });
export type ApiInfoResponse = Static<typeof ApiInfoResponse>;
