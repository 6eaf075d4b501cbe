import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';
import { MachineStatus } from './machines.ts';
import { TaskSnapshot } from './task-snapshot.ts';
import { time } from './time.ts';

/** `<run of RenderAPI>.<number>`: where a listener is in the stream of events. */
export const EventCursor = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'Where the reader is in the stream of events; opaque. `after` of GET /renderapi/v2/events.',
});

/** Query of GET /renderapi/v2/events. */
export const EventQuery = Type.Object({
  after: Type.Optional(EventCursor),
  scope: Type.Optional(
    Type.Union([Type.Literal('own'), Type.Literal('all')], {
      default: 'own',
      description: 'all: the tasks of every user; for admins.',
    }),
  ),
  machines: Type.Optional(
    Type.Boolean({ default: false, description: 'Whether changes of machines are told as well.' }),
  ),
});
export type EventQuery = Static<typeof EventQuery>;

/** Event `hello`: the first of every connection. */
export const HelloEvent = Type.Object({
  eventCursor: EventCursor,
  isResumed: Type.Boolean({
    description: 'true: what was missed follows, event by event. false: read pages now, or see `reset`.',
  }),
});
export type HelloEvent = Static<typeof HelloEvent>;

/** Event `task`: a task is new, or has changed. */
export const TaskEvent = Type.Object({
  userId: Type.Integer({ description: 'Whose task it is.' }),
  task: TaskSnapshot,
});
export type TaskEvent = Static<typeof TaskEvent>;

/** Event `task-deleted`. */
export const TaskDeletedEvent = Type.Object({ userId: Type.Integer(), taskId: Type.Integer() });
export type TaskDeletedEvent = Static<typeof TaskDeletedEvent>;

/** Frames of a task that changed alike. */
export const FramesChange = Type.Object({
  firstFrame: Type.Integer(),
  lastFrame: Type.Integer(),
  state: Type.Union([Type.Literal('done'), Type.Literal('failed'), Type.Literal('pending')], {
    description: 'pending: to be rendered, again or for the first time.',
  }),
  outputs: Type.Array(
    Type.Object({ name: Type.String({ description: 'Its path among the outputs.' }), size: Type.Integer() }),
    { description: 'What the frame produced, where that is known.' },
  ),
  attemptId: nullable(Type.Integer(), 'The attempt that has made them, where that is known.'),
  renderMs: nullable(Type.Integer(), 'How long the frame took, where that is known.'),
});
export type FramesChange = Static<typeof FramesChange>;

/** Event `frames`: which frames of a task changed. */
export const FramesEvent = Type.Object({
  userId: Type.Integer(),
  taskId: Type.Integer(),
  changes: Type.Array(FramesChange, { description: 'In the order in which they happened.' }),
});
export type FramesEvent = Static<typeof FramesEvent>;

const { machineId, name, transport, state, acceptsWork, slots, tags } = MachineStatus.properties;
const { whyNot, quarantineReason, problem, reasonPhrases } = MachineStatus.properties;

/** Event `machine`: what of it is worth an event, which its load and how far its frames are is not. */
export const MachineEvent = Type.Object({
  ...{ machineId, name, transport, state, acceptsWork, slots, tags },
  ...{ whyNot, quarantineReason, problem, reasonPhrases },
  isRemoved: Type.Boolean({ description: 'It is no machine of the farm any more.' }),
});
export type MachineEvent = Static<typeof MachineEvent>;

/**
 * Event `reset`: what was missed cannot be told event by event. A `task` event follows for every task that is
 * unfinished or has ended since, a `task-deleted` for every one deleted since, then `synced`.
 */
export const ResetEvent = Type.Object({
  since: nullable(
    time('From when on what happened is told.'),
    'null: nobody knows; only unfinished tasks follow.',
  ),
});
export type ResetEvent = Static<typeof ResetEvent>;

/** Event `synced`: everything since `reset` was told. */
export const SyncedEvent = Type.Object({
  eventCursor: EventCursor,
  isComplete: Type.Boolean({
    description: 'false: more tasks have ended meanwhile than were told; read the pages anew.',
  }),
});
export type SyncedEvent = Static<typeof SyncedEvent>;

/** The data of the events of GET /renderapi/v2/events, by name. */
export interface FarmEvents {
  readonly hello: HelloEvent;
  readonly task: TaskEvent;
  readonly 'task-deleted': TaskDeletedEvent;
  readonly frames: FramesEvent;
  readonly machine: MachineEvent;
  readonly reset: ResetEvent;
  readonly synced: SyncedEvent;
}
