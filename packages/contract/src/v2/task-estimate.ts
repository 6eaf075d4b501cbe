import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';
import { SubmitRequest, TaskWishes } from './task-requests.ts';

const { engineId, arguments: values } = SubmitRequest.properties;
const { priority, maxMachines, requirements } = TaskWishes.properties;

/** POST /renderapi/v2/tasks/estimate: a task that might be submitted. */
export const TaskEstimateRequest = Type.Object(
  {
    engineId,
    arguments: values,
    ...{ priority, maxMachines, requirements },
    projectId: Type.Optional(Type.Integer({ minimum: 1, description: 'Of the user, complete or not.' })),
    fileName: Type.Optional(
      Type.String({ minLength: 1, maxLength: 255, description: 'Of the file that is rendered.' }),
    ),
  },
  { additionalProperties: false },
);
export type TaskEstimateRequest = Static<typeof TaskEstimateRequest>;

const range = Type.Object({ low: Type.Integer({ minimum: 0 }), high: Type.Integer({ minimum: 0 }) });

/** When it would be ready, were it submitted now. */
export const TaskEstimateView = Type.Object({
  frames: Type.Integer({ description: 'That it would have.' }),
  etaMs: nullable(
    range,
    'Milliseconds until its last frame is done, at best and at worst; null where nothing is known.',
  ),
  waitMs: nullable(range, 'Milliseconds until its first frame begins; null where no machine can render it.'),
  machines: nullable(
    Type.Integer({ description: 'How many can render it now.' }),
    'null where another RenderAPI schedules, which then has no estimate.',
  ),
  basis: nullable(
    Type.Union([Type.Literal('scene'), Type.Literal('engine')]),
    'scene: earlier frames of the same project or file; engine: of other scenes, which tell little.',
  ),
});
export type TaskEstimateView = Static<typeof TaskEstimateView>;
