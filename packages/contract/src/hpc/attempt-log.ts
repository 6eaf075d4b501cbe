import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';

/** Query of GET /hpc/attempt/log. */
export const HpcLogQuery = Type.Object({
  AttemptId: Type.String({ minLength: 1, maxLength: 255, description: 'As POST /hpc/start gave it.' }),
  From: Type.Integer({ minimum: 0, description: 'Bytes since the beginning of the log that are known.' }),
});
export type HpcLogQuery = Static<typeof HpcLogQuery>;

/** Bytes of one answer at most. */
export const hpcLogPieceBytes = 256 * 1024;

/**
 * GET /hpc/attempt/log: what a renderer said, each line with its time, piece by piece; ours alone, as GET /hpc/attempt.
 * 404 for an attempt that the machine does not remember.
 */
export const HpcLogPiece = Type.Object({
  Offset: Type.Integer({
    minimum: 0,
    description: 'Where the piece begins. Behind From when what comes next was not kept.',
  }),
  Bytes: Type.String({
    pattern: '^[A-Za-z0-9+/]*={0,2}$',
    description: 'In base64; empty when there is no more.',
  }),
  IsEnd: Type.Boolean({ description: 'The renderer has ended, and nothing comes after the piece.' }),
});
export type HpcLogPiece = Static<typeof HpcLogPiece>;
