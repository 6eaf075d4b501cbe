import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { TaskSnapshot } from './task-snapshot.ts';

/** Priorities are whole numbers; a task has 50 unless it is said otherwise, and larger goes first. */
export const Priority = Type.Integer({
  minimum: 0,
  maximum: 100,
  description: 'Larger goes first; 50 by default.',
});

const frames = (description: string) => Type.String({ minLength: 1, maxLength: 10_000, description });

/** What a task asks of the machines that render it. */
export const RequirementsRequest = Type.Object(
  {
    tags: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 64, pattern: '^[^,\\s]+$' }), {
        maxItems: 32,
        description: 'Machines must have all of these tags.',
      }),
    ),
    engineVersion: Type.Optional(
      Type.String({
        maxLength: 64,
        pattern: '^(>=)?[0-9]+(\\.[0-9]+){0,3}$',
        description: '4.2 is any 4.2.x, >=4.2 is that or newer.',
      }),
    ),
    needsGpu: Type.Optional(Type.Boolean()),
    memoryMb: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1, description: 'MiB of memory.' }),
    ),
  },
  { additionalProperties: false },
);
export type RequirementsRequest = Static<typeof RequirementsRequest>;

/** How a task is to be rendered, beyond its engine and arguments. All of it may be left out. */
export const TaskWishes = Type.Object({
  priority: Type.Optional(Priority),
  order: Type.Optional(
    Type.Union([Type.Literal('ascending'), Type.Literal('sparse')], {
      description: 'sparse: first, last, middle, then the gaps, so that the whole shot is seen early.',
    }),
  ),
  maxMachines: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 100_000, description: 'How many machines may render it at once.' }),
  ),
  requirements: Type.Optional(RequirementsRequest),
  continuesOnFailure: Type.Optional(
    Type.Boolean({ description: 'Render the other frames though one has failed for good.' }),
  ),
  dependsOn: Type.Optional(
    Type.Array(Type.Integer({ minimum: 1 }), {
      maxItems: 100,
      description: 'Tasks of the user: it starts when all of them have succeeded.',
    }),
  ),
  allowsScripts: Type.Optional(
    Type.Boolean({ description: 'Run scripts embedded in the scene, where the farm allows it.' }),
  ),
});
export type TaskWishes = Static<typeof TaskWishes>;

const engineAndArguments = {
  engineId: Type.Integer({ minimum: 1 }),
  arguments: Type.Record(Type.String({ minLength: 1, maxLength: 255 }), Type.String(), {
    description: 'Values by argument type.',
    maxProperties: 1000,
  }),
};

/** What is done with the frames of a task by another engine: a video of them, another format. */
export const StepRequest = Type.Object(
  { ...engineAndArguments, ...TaskWishes.properties },
  { additionalProperties: false },
);
export type StepRequest = Static<typeof StepRequest>;

/** The `request` part of POST /renderapi/v2/tasks; the project file is the other part. */
export const SubmitRequest = Type.Object(
  {
    templateId: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'A template, over whose values those of the request are put.',
      }),
    ),
    engineId: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Needed unless there is a template, which has one.' }),
    ),
    arguments: Type.Optional(engineAndArguments.arguments),
    ...TaskWishes.properties,
    steps: Type.Optional(
      Type.Array(StepRequest, {
        maxItems: 8,
        description:
          'Each a task of its own, which takes the frames of the one before it when that has succeeded.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type SubmitRequest = Static<typeof SubmitRequest>;

/** POST /renderapi/v2/tasks as JSON: a task of a project that is complete. */
export const SubmitProjectRequest = Type.Object(
  {
    ...SubmitRequest.properties,
    projectId: Type.Integer({ minimum: 1, description: 'A complete project of the user.' }),
  },
  { additionalProperties: false },
);
export type SubmitProjectRequest = Static<typeof SubmitProjectRequest>;

export const SubmitResponse = Type.Object({
  taskId: Type.Integer(),
  stepTaskIds: Type.Array(Type.Integer(), { description: 'The tasks of its steps, in order.' }),
});
export type SubmitResponse = Static<typeof SubmitResponse>;

/** POST /renderapi/v2/tasks/{taskId}/priority. */
export const PriorityRequest = Type.Object({ priority: Priority }, { additionalProperties: false });
export type PriorityRequest = Static<typeof PriorityRequest>;

/** POST /renderapi/v2/tasks/{taskId}/requeue. */
export const RequeueRequest = Type.Object(
  { frames: frames('Frames like 1-10,15, or `failed` for all that failed.') },
  { additionalProperties: false },
);
export type RequeueRequest = Static<typeof RequeueRequest>;

export const RequeueResponse = Type.Object({
  requeued: Type.Integer({ description: 'How many frames wait again.' }),
  task: TaskSnapshot,
});
export type RequeueResponse = Static<typeof RequeueResponse>;

/** POST /renderapi/v2/tasks/{taskId}/frames. */
export const AddFramesRequest = Type.Object(
  { frames: frames('Frames like 101-150; those that the task has already are left as they are.') },
  { additionalProperties: false },
);
export type AddFramesRequest = Static<typeof AddFramesRequest>;

export const AddFramesResponse = Type.Object({
  added: Type.Integer({ description: 'How many frames are new.' }),
  task: TaskSnapshot,
});
export type AddFramesResponse = Static<typeof AddFramesResponse>;
