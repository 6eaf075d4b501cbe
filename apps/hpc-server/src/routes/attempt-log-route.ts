import { hpcLogPieceBytes, HpcLogQuery, readMessage, type HpcLogPiece } from '@renderonline/contract';
import type { FastifyInstance } from 'fastify';
import { readPiece } from '../logs/read-piece.ts';
import type { Attempt } from '../renders/attempt.ts';
import type { RenderSlot } from '../renders/render-slot.ts';
import { sendHpc, sendRequestResponse } from '../server/hpc-reply.ts';
import type { TrustHook } from '../trust/require-trust.ts';

/** GET /hpc/attempt/log: what the renderer of one attempt said, piece by piece; for trusted RenderAPIs. */
export function addAttemptLogRoute(app: FastifyInstance, slot: RenderSlot, trust: TrustHook): void {
  app.get('/hpc/attempt/log', { onRequest: trust }, async (request, reply) => {
    const { AttemptId, From } = request.query as Record<string, unknown>;
    const query = readMessage(HpcLogQuery, JSON.stringify({ AttemptId, From: Number(From) }));
    if (query === undefined) return sendRequestResponse(reply, 400, 'AttemptId and From are needed.');
    const attempt = slot.find(query.AttemptId);
    if (attempt === undefined) return sendRequestResponse(reply, 404, 'There is no such attempt.');
    return sendHpc(reply, 200, await pieceOf(attempt, query.From));
  });
}

async function pieceOf(attempt: Attempt, from: number): Promise<HpcLogPiece> {
  const log = attempt.log();
  // Nothing was said yet, or it could not be written.
  if (log === undefined) return { Offset: from, Bytes: '', IsEnd: attempt.end() !== undefined };
  const { offset, bytes, isEnd } = await readPiece({ ...log, delivered: from }, hpcLogPieceBytes);
  return { Offset: offset, Bytes: bytes.toString('base64'), IsEnd: isEnd };
}
