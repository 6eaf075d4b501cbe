import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { stepInput } from './added-step.ts';
import { TaskSnapshot } from './task-snapshot.ts';

/** POST /renderapi/v2/tasks/{taskId}/video. */
export const VideoRequest = Type.Object(
  {
    format: Type.Optional(
      Type.Union([Type.Literal('mp4'), Type.Literal('webm')], {
        description: 'mp4, the default, is H.264; webm is VP9.',
      }),
    ),
    framesPerSecond: Type.Optional(
      Type.Number({
        minimum: 1,
        maximum: 240,
        description: '24 by default; thousandths at most, like 23.976.',
      }),
    ),
    quality: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 51,
        description: 'The encoder’s CRF: 0 is the best and largest, 51 the worst; 20 by default.',
      }),
    ),
    ...stepInput,
  },
  { additionalProperties: false },
);
export type VideoRequest = Static<typeof VideoRequest>;

export const VideoResponse = Type.Object({
  taskId: Type.Integer({ description: 'The task that makes the video; its output is the video.' }),
  task: TaskSnapshot,
});
export type VideoResponse = Static<typeof VideoResponse>;
