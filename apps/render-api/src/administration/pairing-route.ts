import {
  formatPairingCode,
  IdempotencyHeaders,
  PairingCodeCreated,
  PairingCodeRequest,
} from '@renderonline/contract';
import { changeMade, createPairingCode, replacePairingCode } from '@renderonline/database';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { userOf } from '../authentication/require-user.ts';
import { adminProblems, keyProblems, tags } from '../http/v2-schemas.ts';
import { makeOnceInDatabase } from '../idempotency/make-once-in-database.ts';
import { isReplay } from '../idempotency/make-once.ts';
import { requestKeyOf, type KeyDependencies } from '../idempotency/request-key.ts';
import { generatePairingCode, hashPairingCode, pairingCodeLifeMs } from '../link/pairing/pairing-code.ts';
import type { RenderApiSettings } from '../settings/render-api-settings.ts';
import { fingerprintToPin } from '../tls/fingerprint-to-pin.ts';
import { timeText } from '../tasks/time-text.ts';

export type PairingRouteDependencies = KeyDependencies & Pick<RenderApiSettings, 'certificate'>;

/** Codes with which new computers join. */
export function pairingRoute(app: FastifyInstance, dependencies: PairingRouteDependencies): void {
  const { database, nowMs, certificate } = dependencies;

  app.post<{ Body: PairingCodeRequest }>(
    '/pairing-codes',
    {
      schema: {
        operationId: 'createPairingCode',
        tags,
        summary: 'Makes a code with which one new computer joins the farm, once',
        headers: IdempotencyHeaders,
        body: PairingCodeRequest,
        response: { 201: PairingCodeCreated, ...adminProblems, ...keyProblems },
      },
    },
    async (request, reply): Promise<PairingCodeCreated> => {
      const { machineName = null } = request.body;
      const code = generatePairingCode();
      const now = nowMs();
      const expiresAtMs = now + pairingCodeLifeMs;
      const wanted = { codeHash: hashPairingCode(code), expiresAtMs };
      const made = await makeOnceInDatabase(dependencies, request, reply, async (trx) => {
        await createPairingCode(trx, { ...wanted, nowMs: now, machineName });
        return { codeHash: wanted.codeHash };
      });
      if (isReplay(reply)) await replaceCode(request, made, wanted);
      reply.code(201);
      return {
        code: formatPairingCode(code),
        machineName,
        expiresAt: timeText(expiresAtMs),
        certificateSha256: certificate === null ? null : await fingerprintToPin(certificate.fullchainPemPath),
      };
    },
  );

  /** Nobody knows the code of before any more, if its answer did not arrive: it gives way to another one. */
  async function replaceCode(
    request: FastifyRequest,
    { codeHash }: { readonly codeHash: string },
    wanted: { readonly codeHash: string; readonly expiresAtMs: number },
  ): Promise<void> {
    const { userId } = userOf(request);
    const key = requestKeyOf(dependencies, request);
    await database.transaction(async (trx) => {
      const { codeHash: newCodeHash, expiresAtMs } = wanted;
      await replacePairingCode(trx, { codeHash, newCodeHash, expiresAtMs });
      if (key !== undefined)
        await changeMade(trx, { userId, keyHash: key.keyHash, made: { codeHash: newCodeHash } });
    });
  }
}
