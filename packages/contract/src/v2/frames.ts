import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';

/** Query of GET /renderapi/v2/tasks/{taskId}/frames. */
export const FrameListQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, default: 1000 })),
  after: Type.Optional(
    Type.Integer({ description: 'Only frames after this one: `nextAfter` of the page before.' }),
  ),
});
export type FrameListQuery = Static<typeof FrameListQuery>;

export const FrameView = Type.Object({
  frame: Type.Integer(),
  state: Type.Union([
    Type.Literal('pending'),
    Type.Literal('leased'),
    Type.Literal('done'),
    Type.Literal('failed'),
  ]),
  attemptId: nullable(Type.Integer(), 'The attempt that renders it or has made it, where that is known.'),
  renderMs: nullable(Type.Integer(), 'How long it took.'),
  failureReason: nullable(Type.String(), 'Why it was given up.'),
  outputs: Type.Array(
    Type.Object({
      name: Type.String({ description: 'Its path among the outputs.' }),
      size: Type.Integer({ description: 'Bytes.' }),
    }),
    { description: 'What it produced, by name; none where that is not known (hpc machines).' },
  ),
});
export type FrameView = Static<typeof FrameView>;

export const FrameList = Type.Object({
  frames: Type.Array(FrameView, { description: 'By number.' }),
  nextAfter: nullable(Type.Integer(), 'Pass as `after` for the next page; null when this is the last.'),
});
export type FrameList = Static<typeof FrameList>;
