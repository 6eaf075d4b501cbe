import type { Database } from '@renderonline/database';
import { DomainError } from '@renderonline/domain';
import { readMembership, writeMembership, type Membership } from '@renderonline/hpc-server';
import {
  generateMachineSecret,
  generatePairingCode,
  hashMachineSecret,
  hashPairingCode,
} from '@renderonline/render-api';

const quickstartName = 'quickstart';
/** The code is used in the same breath. */
const codeLifeMs = 60_000;

/**
 * Makes this computer a machine of the farm in its folder: its credential is written on both sides, as pairing
 * would. One of an earlier start is kept, while the database still knows it.
 *
 * @param input.address where RenderAPI will be
 * @param input.dataDirectory the node's
 */
export async function joinOwnFarm(
  database: Database,
  { address, dataDirectory }: { readonly address: string; readonly dataDirectory: string },
): Promise<void> {
  await leaveBehind(database);
  const before = await earlierMembership(dataDirectory);
  const membership =
    before !== undefined && (await isKnown(database, before)) ? before : await newMembership(database);
  // The port may be another one this time.
  await writeMembership(dataDirectory, { ...membership, address });
}

/** A membership that cannot be read is replaced. */
async function earlierMembership(dataDirectory: string): Promise<Membership | undefined> {
  return readMembership(dataDirectory).catch((error: unknown) => {
    if (error instanceof DomainError) return undefined;
    throw error;
  });
}

async function isKnown({ db }: Database, { machineId, secret }: Membership): Promise<boolean> {
  const { findMachineCredential } = await import('@renderonline/database');
  const credential = await findMachineCredential(db, { machineId });
  return credential?.revokedAtMs === null && credential.secretHash === hashMachineSecret(secret);
}

async function newMembership(database: Database): Promise<Membership> {
  const { createPairingCode, redeemPairingCode } = await import('@renderonline/database');
  const codeHash = hashPairingCode(generatePairingCode());
  const secret = generateMachineSecret();
  const nowMs = Date.now();
  await createPairingCode(database.db, {
    codeHash,
    nowMs,
    expiresAtMs: nowMs + codeLifeMs,
    machineName: quickstartName,
  });
  const joined = await redeemPairingCode(database, {
    codeHash,
    nowMs,
    machine: { name: quickstartName, ipAddress: '127.0.0.1', fingerprint: null },
    secretHash: hashMachineSecret(secret),
  });
  if (typeof joined === 'string') throw new Error(`The farm did not take its own computer: ${joined}`);
  return { ...joined, secret, address: '', certificate: null, pairedWith: null };
}

/** The row that earlier versions made of this computer, which RenderAPI called over /hpc. */
async function leaveBehind({ db }: Database): Promise<void> {
  const { listMachines, removeMachine, updateMachine } = await import('@renderonline/database');
  const rows = await listMachines(db);
  for (const { machineId, name, transport } of rows) {
    if (name !== quickstartName || transport !== 'hpc') continue;
    try {
      await removeMachine(db, { machineId });
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'still-in-use') throw error;
      // What it rendered when it was killed ends with its silence; the next start removes it.
      await updateMachine(db, { machineId, isEnabled: false });
    }
  }
}
