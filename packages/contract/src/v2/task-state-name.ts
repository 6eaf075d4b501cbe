import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';

export const TaskStateName = Type.Union(
  [
    Type.Literal('queued'),
    Type.Literal('running'),
    Type.Literal('succeeded'),
    Type.Literal('failed'),
    Type.Literal('canceled'),
    Type.Literal('paused'),
  ],
  { description: 'succeeded, failed and canceled are final, unless frames are requeued or added.' },
);
export type TaskStateName = Static<typeof TaskStateName>;
