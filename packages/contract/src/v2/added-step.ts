import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { StepRequest } from './task-requests.ts';
import { TaskSnapshot } from './task-snapshot.ts';

/** Of which frames a step is made that is added to a task. */
export const stepInput = {
  now: Type.Optional(
    Type.Boolean({
      description:
        'Of the frames that are done so far. Otherwise so only when the task has ended; else it waits for all.',
    }),
  ),
};

/** POST /renderapi/v2/tasks/{taskId}/steps. */
export const AddStepRequest = Type.Object(
  {
    ...StepRequest.properties,
    ...stepInput,
    frames: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 10_000,
        description: 'Of these frames, like 1-10,15, which are done.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type AddStepRequest = Static<typeof AddStepRequest>;

export const StepAdded = Type.Object({
  taskId: Type.Integer({ description: 'The task of the step, which has its outputs.' }),
  task: TaskSnapshot,
});
export type StepAdded = Static<typeof StepAdded>;
