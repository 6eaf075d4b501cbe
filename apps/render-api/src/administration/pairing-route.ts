import { formatPairingCode, PairingCodeCreated, PairingCodeRequest } from '@renderonline/contract';
import { createPairingCode, type Database } from '@renderonline/database';
import type { FastifyInstance } from 'fastify';
import { adminProblems, tags } from '../http/v2-schemas.ts';
import { generatePairingCode, hashPairingCode, pairingCodeLifeMs } from '../link/pairing/pairing-code.ts';
import { timeText } from '../tasks/time-text.ts';

/** Codes with which new computers join. */
export function pairingRoute(
  app: FastifyInstance,
  { database, nowMs }: { readonly database: Database; readonly nowMs: () => number },
): void {
  app.post<{ Body: PairingCodeRequest }>(
    '/pairing-codes',
    {
      schema: {
        operationId: 'createPairingCode',
        tags,
        summary: 'Makes a code with which one new computer joins the farm, once',
        body: PairingCodeRequest,
        response: { 201: PairingCodeCreated, ...adminProblems },
      },
    },
    async (request, reply): Promise<PairingCodeCreated> => {
      const { machineName = null } = request.body;
      const code = generatePairingCode();
      const now = nowMs();
      const expiresAtMs = now + pairingCodeLifeMs;
      await createPairingCode(database.db, {
        codeHash: hashPairingCode(code),
        nowMs: now,
        expiresAtMs,
        machineName,
      });
      reply.code(201);
      return { code: formatPairingCode(code), machineName, expiresAt: timeText(expiresAtMs) };
    },
  );
}
