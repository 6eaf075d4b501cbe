import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';
import { TaskStateName } from './task-state-name.ts';

/** A task that renders the frames of another one. */
export const StepView = Type.Object({
  taskId: Type.Integer(),
  parentTaskId: Type.Integer({ description: 'The task whose frames it takes.' }),
  engine: Type.String({ description: "The engine's name." }),
  state: TaskStateName,
});
export type StepView = Static<typeof StepView>;

/** How a task hangs together with others. */
export const TaskLinks = Type.Object({
  waitingFor: Type.Array(Type.Integer(), {
    description: 'Tasks that have to succeed before this one starts; none once it has begun.',
  }),
  parentTaskId: nullable(Type.Integer(), 'The task whose frames this one takes in place of a project.'),
  steps: Type.Array(StepView, {
    description: 'The tasks that take its frames, and those that take theirs; by id.',
  }),
});
export type TaskLinks = Static<typeof TaskLinks>;
