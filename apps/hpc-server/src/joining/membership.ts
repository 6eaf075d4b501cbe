import { chmod, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { domainError } from '@renderonline/domain';
import { machineAuthorization } from '@renderonline/contract/link';
import { writeFileAtomically } from '@renderonline/runtime';
import { isMatch, Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { createFarmAgent } from '../link/http/farm-agent.ts';
import type { FarmDoor } from '../link/http/request-farm.ts';

const Membership = Type.Object({
  address: Type.String({ minLength: 1, description: 'Of the RenderAPI, as a URL.' }),
  machineId: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  secret: Type.String({ minLength: 1, maxLength: 256 }),
  name: Type.String({ maxLength: 255, description: 'As RenderAPI called the machine when it joined.' }),
  certificate: Type.Union([Type.String({ pattern: '^[0-9a-f]{64}$' }), Type.Null()], {
    description: "SHA-256 of RenderAPI's certificate, where no authority has signed it.",
  }),
  pairedWith: Type.Union([Type.String(), Type.Null()], {
    description: 'SHA-256 of the pairing code: the same command may be run again.',
  }),
});

/** Of which farm a machine is, and its credential there. */
export type Membership = Static<typeof Membership>;

/** In the data folder; whoever has it is the machine. */
export function membershipPath(dataDirectory: string): string {
  return join(dataDirectory, 'machine.json');
}

/** Keeps the credential where its owner alone can read it. */
export async function writeMembership(dataDirectory: string, membership: Membership): Promise<void> {
  const text = `${JSON.stringify(membership, null, 2)}\n`;
  await writeFileAtomically(membershipPath(dataDirectory), text, { mode: 0o600 });
}

/**
 * @returns undefined when the machine has joined no farm
 * @throws DomainError `membership-invalid` when the file cannot be read or is none of ours
 */
export async function readMembership(dataDirectory: string): Promise<Membership | undefined> {
  const path = membershipPath(dataDirectory);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw fault(path, `cannot be read (${(error as Error).message})`, error);
  }
  const value = parsed(text);
  if (!isMatch(Membership, value) || !URL.canParse(value.address)) {
    throw fault(path, 'is not as joining a farm left it');
  }
  await closeToOthers(path);
  return value;
}

/** When the machine joined, in milliseconds since 1970; now when nobody knows. */
export async function memberSince(dataDirectory: string): Promise<number> {
  return stat(membershipPath(dataDirectory)).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now(),
  );
}

/** The way to the farm. */
export function doorOf({ address, certificate, machineId, secret }: Membership): FarmDoor {
  const url = new URL(address);
  return {
    address: url,
    agent: createFarmAgent(url, certificate),
    authorization: machineAuthorization(machineId, secret),
  };
}

/** A copy or a restored backup may have lost the mode. */
async function closeToOthers(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) await chmod(path, 0o600);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fault(path: string, problem: string, cause?: unknown): Error {
  return domainError(
    'membership-invalid',
    `${path} ${problem}. Remove it and join again with a new code from \`renderonline machine pair\`.`,
    { path },
    cause,
  );
}
