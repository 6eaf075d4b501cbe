import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';
import { Fingerprint } from './fingerprint.ts';
import { LeaseEvent } from './lease-event.ts';
import { linkLimits } from './limits.ts';
import { Fraction, Frame, Id, LeaseToken, Megabytes, Text } from './parts.ts';
import { SharingPlace } from './sharing.ts';

const Sequence = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const RandomId = Type.String({ minLength: 8, maxLength: 128 });

/** The first message on a connection. */
export const Hello = Type.Object({
  type: Type.Literal('hello'),
  agentVersion: Type.String({ minLength: 1, maxLength: 64 }),
  bootId: Type.String({
    minLength: 8,
    maxLength: 128,
    description:
      'One for each run of the agent; sorts by age ("<ms since 1970, 15 digits>-<random>"), so that an older run never replaces a newer one.',
  }),
  outboxId: RandomId,
  ackedSeq: Type.Integer({
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'Up to here the outbox has been acknowledged and forgotten.',
  }),
  lastSeq: Type.Integer({
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'The newest event in the outbox; ackedSeq when it is empty.',
  }),
  fingerprint: Fingerprint,
  slots: nullable(
    Type.Integer({ minimum: 1, maximum: 1024 }),
    "As the machine's own configuration says; null to take RenderAPI's.",
  ),
  sharing: Type.Optional(SharingPlace),
  held: Type.Array(
    Type.Object({
      leaseId: Id,
      token: LeaseToken,
      state: Type.Union([Type.Literal('offered'), Type.Literal('running')]),
    }),
    { maxItems: linkLimits.leases },
  ),
  knows: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
      maxItems: 64,
      description:
        'What the agent understands that the first agents of this version did not; see linkAbilities.',
    }),
  ),
});
export type Hello = Static<typeof Hello>;

/** Not kept in the outbox: the next one is worth more. */
export const Heartbeat = Type.Object({
  type: Type.Literal('heartbeat'),
  loadAverage: nullable(Type.Number({ minimum: 0 }), 'Null where the system has none (Windows).'),
  cpuFraction: nullable(Fraction),
  freeMemoryMb: nullable(Megabytes),
  freeDiskMb: nullable(Megabytes),
  isUserActive: nullable(Type.Boolean(), 'Null where nobody can tell.'),
  // Agents of before do not tell these.
  cpuCelsius: Type.Optional(nullable(Type.Number({ minimum: -100, maximum: 500 }), 'The hottest processor.')),
  gpuCelsius: Type.Optional(
    nullable(Type.Number({ minimum: -100, maximum: 500 }), 'The hottest graphics card.'),
  ),
  gpuFraction: Type.Optional(nullable(Fraction, 'How busy the busiest graphics card is.')),
  acceptsWork: Type.Boolean(),
  whyNot: nullable(Text, 'Why it takes nothing new; null when it does.'),
  sessions: Type.Array(Type.Object({ taskId: Id, memoryMb: nullable(Megabytes) }), { maxItems: 256 }),
});
export type Heartbeat = Static<typeof Heartbeat>;

/** Not kept in the outbox. At most `linkLimits.progressPerSecond`. */
export const Progress = Type.Object({
  type: Type.Literal('progress'),
  items: Type.Array(
    Type.Object({
      leaseId: Id,
      frame: Frame,
      fraction: nullable(Fraction),
      note: nullable(Type.String({ maxLength: 500 })),
    }),
    { maxItems: linkLimits.progressItems },
  ),
});
export type Progress = Static<typeof Progress>;

/** One event of the outbox; `seq` counts up by one. */
export const EventMessage = Type.Object({ type: Type.Literal('event'), seq: Sequence, event: LeaseEvent });
export type EventMessage = Static<typeof EventMessage>;

/** What an agent says to RenderAPI. */
export type AgentMessage = Hello | Heartbeat | Progress | EventMessage;
