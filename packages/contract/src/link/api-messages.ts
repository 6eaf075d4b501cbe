import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';
import { linkLimits } from './limits.ts';
import { LinkTask } from './link-task.ts';
import type { FollowLogs } from './logs.ts';
import { Frame, Id, LeaseToken, Text } from './parts.ts';
import { SharingTerms } from './sharing.ts';

const Sequence = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Interval = Type.Integer({ minimum: 10, maximum: 3_600_000 });

/** What RenderAPI wants of the machine until it says otherwise. */
export const LinkSettings = Type.Object({
  drained: Type.Boolean({ description: 'It ends what it has and takes nothing new.' }),
  schedule: nullable(Type.String({ maxLength: 1024 }), 'When it may work, as parseWeeklySchedule reads it.'),
  yieldsToUser: Type.Boolean({ description: 'It takes nothing new while somebody uses keyboard or mouse.' }),
  slots: Type.Integer({ minimum: 1, maximum: 1024 }),
});
export type LinkSettings = Static<typeof LinkSettings>;

/** The answer to hello. */
export const Welcome = Type.Object({
  type: Type.Literal('welcome'),
  machineId: Id,
  name: Type.String({ maxLength: 255 }),
  heartbeatIntervalMs: Interval,
  idleHeartbeatIntervalMs: Type.Integer({
    minimum: 10,
    maximum: 3_600_000,
    description: 'Enough while the machine holds no lease.',
  }),
  ackedSeq: Type.Integer({
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'Everything up to here has been applied: go on with the next.',
  }),
  live: Type.Array(Type.Object({ leaseId: Id, token: LeaseToken }), {
    maxItems: linkLimits.leases,
    description: "The machine's leases; it ends every other that it holds.",
  }),
  settings: LinkSettings,
  sharing: Type.Optional(SharingTerms),
  contentsId: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'What the marker says in the folder where RenderAPI keeps contents, when it has one.',
    }),
  ),
});
export type Welcome = Static<typeof Welcome>;

export const SettingsMessage = Type.Object({ type: Type.Literal('settings'), settings: LinkSettings });
export type SettingsMessage = Static<typeof SettingsMessage>;

/** Before the first offer of a task's leases on a connection, and again when something of it has changed. */
export const TaskMessage = Type.Object({ type: Type.Literal('task'), task: LinkTask });
export type TaskMessage = Static<typeof TaskMessage>;

/** Frames `first` to `last` of a task for this machine. */
export const Offer = Type.Object({
  type: Type.Literal('offer'),
  leases: Type.Array(Type.Object({ leaseId: Id, token: LeaseToken, taskId: Id, first: Frame, last: Frame }), {
    minItems: 1,
    maxItems: linkLimits.leases,
  }),
});
export type Offer = Static<typeof Offer>;

export const Cancel = Type.Object({
  type: Type.Literal('cancel'),
  leases: Type.Array(
    Type.Object({
      leaseId: Id,
      keepThrough: nullable(Frame, 'The last frame that it goes on with; null: the whole lease ends.'),
    }),
    { minItems: 1, maxItems: linkLimits.leases },
  ),
  reason: Text,
});
export type Cancel = Static<typeof Cancel>;

export const CloseSession = Type.Object({ type: Type.Literal('close-session'), taskId: Id });
export type CloseSession = Static<typeof CloseSession>;

/** Every event up to `seq` has been dealt with for good. */
export const Ack = Type.Object({ type: Type.Literal('ack'), seq: Sequence });
export type Ack = Static<typeof Ack>;

/** The machine's credential counts no more: it ends everything at once and does not come back. */
export const Revoked = Type.Object({ type: Type.Literal('revoked') });
export type Revoked = Static<typeof Revoked>;

/** What RenderAPI says to an agent. */
export type ApiMessage =
  Welcome | SettingsMessage | TaskMessage | Offer | Cancel | CloseSession | Ack | Revoked | FollowLogs;
