import { pathOfFault, Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';
import { linkLimits } from './limits.ts';
import { Id } from './parts.ts';

/** A piece of what a lease's renderer said, on its way to RenderAPI; its text follows it in the request's body. */
export const LogPieceHeader = Type.Object({
  leaseId: Id,
  taskId: Id,
  after: Type.Integer({
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'All before this is there already. What lies between it and `offset` was left out.',
  }),
  offset: Type.Integer({
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'Where it begins, in bytes since the beginning of the log.',
  }),
  size: Type.Integer({ minimum: 0, maximum: linkLimits.logBytes, description: 'Bytes of its text.' }),
  isEnd: Type.Boolean({ description: 'Nothing comes after it.' }),
});
export type LogPieceHeader = Static<typeof LogPieceHeader>;

export interface LogPiece extends Omit<LogPieceHeader, 'size'> {
  readonly bytes: Uint8Array;
}

/** The answer to POST /renderapi/link/logs: where each lease's log ends now. */
export const LogReceipts = Type.Object({
  leases: Type.Array(
    Type.Object({
      leaseId: Id,
      size: Type.Integer({
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        description: 'Go on here; everything before it is there.',
      }),
      refusal: nullable(Type.String({ maxLength: 255 }), 'Why RenderAPI takes no log of this lease.'),
    }),
  ),
});
export type LogReceipts = Static<typeof LogReceipts>;

/** Whose lines are wanted within a moment; replaces the last one. Of other tasks they may come in larger pieces. */
export const FollowLogs = Type.Object({
  type: Type.Literal('follow-logs'),
  taskIds: Type.Array(Id, { maxItems: linkLimits.leases }),
});
export type FollowLogs = Static<typeof FollowLogs>;

export const logPiecesType = 'application/x-renderonline-logs';

/** The body of POST /renderapi/link/logs: before each piece's text its header as a line of JSON. */
export function logPiecesBody(pieces: readonly LogPiece[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const { bytes, ...piece } of pieces) {
    const header: LogPieceHeader = { ...piece, size: bytes.length };
    parts.push(Buffer.from(`${JSON.stringify(header)}\n`), bytes);
  }
  return Buffer.concat(parts);
}

/** Reads such a body; or says what is wrong with it. */
export function readLogPieces(
  body: Buffer,
): { readonly pieces: readonly LogPiece[] } | { readonly fault: string } {
  const pieces: LogPiece[] = [];
  let at = 0;
  while (at < body.length) {
    if (pieces.length >= linkLimits.leases) return { fault: `more than ${linkLimits.leases} pieces` };
    const lineEnd = body.indexOf(10, at);
    const header = lineEnd < 0 ? undefined : headerOf(body.toString('utf8', at, lineEnd));
    if (header === undefined) return { fault: `no header of a piece at byte ${at}` };
    const { size, ...rest } = header;
    const end = lineEnd + 1 + size;
    if (end > body.length) return { fault: `the piece of lease ${header.leaseId} is not whole` };
    pieces.push({ ...rest, bytes: body.subarray(lineEnd + 1, end) });
    at = end;
  }
  return { pieces };
}

/** What the answer says; undefined when it is none. */
export function readLogReceipts(value: unknown): LogReceipts | undefined {
  return pathOfFault(LogReceipts, value) === undefined ? (value as LogReceipts) : undefined;
}

function headerOf(line: string): LogPieceHeader | undefined {
  const value = parsed(line);
  return pathOfFault(LogPieceHeader, value) === undefined ? (value as LogPieceHeader) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
