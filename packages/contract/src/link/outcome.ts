import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { Text } from './parts.ts';

/** How a lease ended, as the domain's AttemptOutcome; a machine never calls itself lost. */
export const LinkOutcome = Type.Union([
  Type.Object({ kind: Type.Literal('succeeded') }),
  Type.Object({ kind: Type.Literal('failed'), exitCode: Type.Integer(), message: Text }),
  Type.Object({
    kind: Type.Literal('crashed'),
    signal: Type.String({ minLength: 1, maxLength: 32 }),
    message: Text,
  }),
  Type.Object({ kind: Type.Literal('could-not-start'), message: Text }),
  Type.Object({ kind: Type.Literal('timed-out'), message: Text }),
  Type.Object({ kind: Type.Literal('canceled') }),
]);
export type LinkOutcome = Static<typeof LinkOutcome>;

/** Why a lease failed, as the domain's FailureCause. */
export const LinkFailureCause = Type.Union([
  Type.Literal('out-of-memory'),
  Type.Literal('missing-file'),
  Type.Literal('engine-error'),
  Type.Literal('scene-invalid'),
  Type.Literal('feature-missing'),
  Type.Literal('killed'),
  Type.Literal('hung'),
  Type.Literal('timed-out'),
  Type.Literal('disk-full'),
  Type.Literal('could-not-start'),
  Type.Literal('output-missing'),
  Type.Literal('output-broken'),
  Type.Literal('project-unavailable'),
  Type.Literal('machine-lost'),
  Type.Literal('machine-left'),
]);
export type LinkFailureCause = Static<typeof LinkFailureCause>;
