import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';
import { ErrorDetailsView } from './problem.ts';
import { Priority } from './task-requests.ts';

/** POST /renderapi/v2/tasks/bulk. */
export const BulkRequest = Type.Object(
  {
    action: Type.Union(
      [
        Type.Literal('pause'),
        Type.Literal('resume'),
        Type.Literal('cancel'),
        Type.Literal('requeue'),
        Type.Literal('delete'),
        Type.Literal('priority'),
      ],
      { description: 'requeue: the frames that failed. priority wants `priority` as well.' },
    ),
    taskIds: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: 1000 }),
    priority: Type.Optional(Priority),
  },
  { additionalProperties: false },
);
export type BulkRequest = Static<typeof BulkRequest>;

/** What became of each task, in the order in which they were named; of one named twice once. */
export const BulkResponse = Type.Object({
  outcomes: Type.Array(
    Type.Object({
      taskId: Type.Integer(),
      isDone: Type.Boolean(),
      code: nullable(Type.String(), 'Why not: one of docs/errors.md.'),
      detail: nullable(Type.String(), 'The same in words.'),
      details: ErrorDetailsView,
    }),
  ),
});
export type BulkResponse = Static<typeof BulkResponse>;
