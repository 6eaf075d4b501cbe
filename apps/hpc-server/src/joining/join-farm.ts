import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { linkPath, normalizePairingCode, PairResponse, type PairRequest } from '@renderonline/contract/link';
import type { Logger } from '@renderonline/runtime';
import { isMatch } from '@renderonline/schema';
import { findEngines } from '../fingerprint/find-engines.ts';
import { takeFingerprint } from '../fingerprint/take-fingerprint.ts';
import { openVersionCache } from '../fingerprint/version-cache.ts';
import { requireFreeFolder } from '../leftovers/folder-in-use.ts';
import { createFarmAgent, hexOf } from '../link/http/farm-agent.ts';
import { FarmBusy, readText, requireSuccess } from '../link/http/read-answer.ts';
import { requestFarm, type FarmDoor } from '../link/http/request-farm.ts';
import { LinkRefusal } from '../link/link-refusal.ts';
import { processTable } from '../processes/process-table.ts';
import { prepareDataDirectory } from '../server/data-directory.ts';
import type { HpcServerSettings } from '../settings/hpc-server-settings.ts';
import { discoverFarms, theOnlyFarm, type FoundFarm } from './discover-farms.ts';
import { stayMember } from './earlier-membership.ts';
import { farmAddress } from './farm-address.ts';
import { JoinFailure } from './join-failure.ts';
import { readMembership, writeMembership, type Membership } from './membership.ts';

export interface JoinFarmInput {
  /** See farmAddress; null: the farm that says on this network where it is. */
  readonly address: string | null;
  /** From `renderonline machine pair`; as people write it. */
  readonly code: string;
  /** What the machine is to be called; null: RenderAPI chooses. */
  readonly name: string | null;
  /** SHA-256 of RenderAPI's certificate, where no authority has signed it; null: as the system trusts. */
  readonly certificate: string | null;
  readonly settings: Pick<HpcServerSettings, 'dataDirectory' | 'renderingEngines' | 'findsEngines'>;
  /** Told what becomes of an earlier membership. */
  readonly log: Logger;
  readonly discover?: () => Promise<FoundFarm[]>;
}

const limitMs = 30_000;

/**
 * Makes this computer a machine of a farm: the code buys it a credential of its own, kept in the data folder.
 * With the code that it joined with it has joined already; with a new one for the same farm it stays the machine that
 * it is there, unless that was revoked.
 *
 * @throws JoinFailure when there is no farm, or not one alone, when RenderAPI does not take the code, or cannot be reached
 * @throws DomainError when the data folder cannot be used, or another HPCServer uses it
 */
export async function joinFarm(input: JoinFarmInput): Promise<Membership> {
  const { settings, log } = input;
  const { dataDirectory } = settings;
  const given = input.address === null ? null : farmAddress(input.address);
  const certificate = certificateOf(input.certificate);
  const code = normalizePairingCode(input.code);
  if (code === undefined) {
    throw new JoinFailure(
      'pairing-code-unknown',
      `"${input.code}" is no pairing code. They look like ABCD-EFGH; \`renderonline machine pair\` makes one.`,
    );
  }
  const pairedWith = createHash('sha256').update(code).digest('hex');
  // Before the code is used up: what it buys must have a place.
  await prepareDataDirectory(dataDirectory);
  await requireFreeFolder(dataDirectory, processTable);
  const before = await readMembership(dataDirectory).catch(() => undefined);
  if (before?.pairedWith === pairedWith) return before;
  const stays = before && (await stayMember(before, { address: given, certificate, log }));
  if (stays !== undefined) {
    if (stays.certificate !== before?.certificate) await writeMembership(dataDirectory, stays);
    return stays;
  }

  const { discover = discoverFarms } = input;
  if (given === null) log.info('looking for a farm on this network');
  const address = given ?? farmAddress(theOnlyFarm(await discover()).address);
  const agent = createFarmAgent(address, certificate);
  try {
    const door = { address, agent, authorization: null };
    const request: PairRequest = {
      code,
      machineName: input.name,
      fingerprint: await fingerprintFor(settings),
    };
    const { machineId, secret, name } = await pair(door, request);
    const membership = { address: address.href, machineId, secret, name, certificate, pairedWith };
    await writeMembership(dataDirectory, membership);
    log.info({ address: address.href, machineId, machine: name }, 'this computer is a machine of the farm');
    return membership;
  } finally {
    agent.destroy();
  }
}

async function fingerprintFor(settings: JoinFarmInput['settings']) {
  const versions = await openVersionCache(settings.dataDirectory);
  const { renderingEngines: configured, findsEngines } = settings;
  const engines = await findEngines({ configured, findsEngines, versions });
  await versions.save();
  return takeFingerprint(engines);
}

async function pair(door: FarmDoor, request: PairRequest): Promise<PairResponse> {
  let response: IncomingMessage;
  try {
    response = await requestFarm(door, {
      method: 'POST',
      path: `${linkPath}/pair`,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(request)),
      signal: AbortSignal.timeout(limitMs),
    });
    await requireSuccess(response);
  } catch (error) {
    throw failureOf(error, door.address);
  }
  const answer: unknown = parsed(await readText(response));
  if (isMatch(PairResponse, answer)) return answer;
  throw notRenderApi(door.address);
}

function failureOf(error: unknown, address: URL): JoinFailure {
  if (error instanceof LinkRefusal) {
    if (error.status === 404 && error.code !== 'pairing-code-unknown') return notRenderApi(address);
    return new JoinFailure(error.code ?? 'join-refused', error.message, error);
  }
  if (error instanceof FarmBusy) {
    return new JoinFailure('api-unreachable', `RenderAPI cannot just now: ${error.message}`, error);
  }
  const { code, message } = error as NodeJS.ErrnoException;
  const advice =
    code === 'DEPTH_ZERO_SELF_SIGNED_CERT' || code === 'SELF_SIGNED_CERT_IN_CHAIN'
      ? 'Nobody has signed its certificate: give its SHA-256 with --fingerprint.'
      : 'Check the address, and that RenderAPI runs there.';
  const isPinned = code === 'certificate-changed';
  return new JoinFailure(
    isPinned ? code : 'api-unreachable',
    isPinned ? message : `No RenderAPI answers at ${address.href} (${message}). ${advice}`,
    error,
  );
}

function notRenderApi(address: URL): JoinFailure {
  return new JoinFailure(
    'api-unreachable',
    `What answers at ${address.href} is no RenderAPI that machines can join. Check the address and its version.`,
  );
}

/** @throws JoinFailure `certificate-invalid` */
function certificateOf(text: string | null): string | null {
  if (text === null) return null;
  const hex = hexOf(text.trim());
  if (/^[0-9a-f]{64}$/.test(hex)) return hex;
  throw new JoinFailure(
    'certificate-invalid',
    'The fingerprint of a certificate is its SHA-256: 64 hexadecimal digits, with colons or without.',
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
