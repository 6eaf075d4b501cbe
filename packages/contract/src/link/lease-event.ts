import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';
import { linkLimits } from './limits.ts';
import { LinkFailureCause, LinkOutcome } from './outcome.ts';
import { FileSize, Frame, Id, LeaseToken, Milliseconds, Name, Sha256, Text } from './parts.ts';

/** A file that a frame produced; uploaded before it is reported. */
export const LinkOutput = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 500, description: 'See isOutputName.' }),
  size: FileSize,
  sha256: Sha256,
});
export type LinkOutput = Static<typeof LinkOutput>;

export const LinkFinding = Type.Object({
  severity: Type.Union([Type.Literal('warning'), Type.Literal('error')]),
  code: Name,
  message: Text,
});
export type LinkFinding = Static<typeof LinkFinding>;

const ofLease = { leaseId: Id, token: LeaseToken };

/**
 * What happened on a machine, in the order in which it happened: written to the agent's outbox, said until it is
 * acknowledged, and applied once.
 */
export const LeaseEvent = Type.Union([
  Type.Object({
    kind: Type.Literal('started'),
    ...ofLease,
    atMs: Type.Integer({ minimum: 0, description: 'By the clock of the machine, in ms since 1970.' }),
  }),
  Type.Object({ kind: Type.Literal('frame-started'), ...ofLease, frame: Frame }),
  Type.Object({
    kind: Type.Literal('frame-done'),
    ...ofLease,
    frame: Frame,
    renderMs: Milliseconds,
    outputs: Type.Array(LinkOutput, { maxItems: linkLimits.outputsPerFrame }),
    warnings: Type.Array(Text, { maxItems: linkLimits.warnings }),
  }),
  Type.Object({
    kind: Type.Literal('ended'),
    ...ofLease,
    outcome: LinkOutcome,
    cause: nullable(LinkFailureCause),
    failedFrame: nullable(Frame),
    message: Text,
    logTail: Type.String({ maxLength: linkLimits.logTailLength }),
    totalMs: Milliseconds,
  }),
  Type.Object({
    kind: Type.Literal('declined', { description: 'Not started, and not going to be: costs nothing.' }),
    ...ofLease,
    reason: Text,
    restMs: Type.Integer({ minimum: 0, maximum: 3_600_000 }),
  }),
  Type.Object({ kind: Type.Literal('session-opened'), ...ofLease, loadMs: Milliseconds }),
  Type.Object({ kind: Type.Literal('session-closed'), taskId: Id }),
  Type.Object({
    kind: Type.Literal('findings'),
    taskId: Id,
    findings: Type.Array(LinkFinding, { maxItems: linkLimits.findings }),
  }),
]);
export type LeaseEvent = Static<typeof LeaseEvent>;
