import { normalizePairingCode, PairRequest, type PairResponse } from '@renderonline/contract';
import { redeemPairingCode, type Database, type RedeemPairingCodeResult } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import type { FastifyInstance } from 'fastify';
import { Compile } from 'typebox/compile';
import { createTryLimits } from '../../authentication/try-limits.ts';
import { readBody } from '../../http/read-body.ts';
import { generateMachineSecret, hashMachineSecret } from '../credentials/machine-secret.ts';
import { hashPairingCode } from './pairing-code.ts';

export interface PairRouteDependencies {
  readonly database: Database;
  readonly requestBodyTimeoutMs: number;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly monotonicMs: () => number;
}

/** A fingerprint of hundreds of engines. */
const maxBodyBytes = 256 * 1024;

const minuteMs = 60_000;
/** A code has 30^8 values and lives for a quarter of an hour. */
const tries = { perMs: minuteMs, ofAddress: 10, ofAll: 200, maxAddresses: 10_000, what: 'pairing codes' };

const request = Compile(PairRequest);

/** POST pair: a pairing code becomes a machine with a credential of its own. */
export function pairRoute(app: FastifyInstance, dependencies: PairRouteDependencies): void {
  const { database, requestBodyTimeoutMs, nowMs, monotonicMs } = dependencies;
  const limits = createTryLimits({ nowMs: monotonicMs, ...tries });

  app.post('/pair', { schema: { hide: true } }, async ({ raw, ip }, reply) => {
    limits.take(ip);
    const body = await readBody(raw, { maxBytes: maxBodyBytes, timeoutMs: requestBodyTimeoutMs });
    const { code, machineName, fingerprint } = readPairRequest(body.toString('utf8'));
    const secret = generateMachineSecret();
    const result = await redeemPairingCode(database, {
      codeHash: hashPairingCode(code),
      nowMs: nowMs(),
      machine: { name: nameFor(machineName, fingerprint.hostName), ipAddress: ip, fingerprint },
      secretHash: hashMachineSecret(secret),
    });
    const { machineId, name } = requireMachine(result);
    return reply.code(201).send({ machineId, secret, name } satisfies PairResponse);
  });
}

function readPairRequest(text: string): PairRequest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (!request.Check(value)) {
    throw domainError('body-invalid', 'The request is not the JSON that pairing needs.');
  }
  const code = normalizePairingCode(value.code);
  if (code === undefined) throw unknownCode();
  return { ...value, code };
}

function nameFor(machineName: string | null | undefined, hostName: string): string {
  const name = machineName?.trim() ?? '';
  return name === '' ? hostName.trim() : name;
}

function requireMachine(result: RedeemPairingCodeResult): { machineId: number; name: string } {
  switch (result) {
    case 'code-unknown':
      throw unknownCode();
    case 'code-used':
      throw domainError('pairing-code-used', 'A machine has joined with this code already. Make a new one.');
    case 'code-expired':
      throw domainError('pairing-code-expired', 'This code is too old. Make a new one.');
    default:
      return result;
  }
}

function unknownCode(): Error {
  return domainError('pairing-code-unknown', 'There is no such pairing code. Compare it, or make a new one.');
}
