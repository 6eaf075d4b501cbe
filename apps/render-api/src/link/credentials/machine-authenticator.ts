import { findMachine, findMachineCredential, type Database, type Machine } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import { isMachineSecret } from './machine-secret.ts';

/**
 * Finds the machine that an Authorization header belongs to. Its row is read every time, so that revoking works at
 * once. Unknown machine and wrong secret are told alike.
 *
 * @param authorization `Machine <machineId>.<secret>`
 * @throws DomainError 'machine-unauthorized', 'machine-revoked'
 */
export async function authenticateMachine(
  database: Database,
  authorization: string | undefined,
): Promise<Machine> {
  const shown = /^Machine (?<machineId>[1-9]\d{0,14})\.(?<secret>\S{1,256})$/i.exec(
    authorization ?? '',
  )?.groups;
  const { machineId: idText, secret } = shown ?? {};
  if (idText === undefined || secret === undefined) throw unauthorized();
  const machineId = Number(idText);
  const credential = await findMachineCredential(database.db, { machineId });
  if (credential === undefined || !isMachineSecret(secret, credential.secretHash)) throw unauthorized();
  if (credential.revokedAtMs !== null) {
    throw domainError('machine-revoked', 'The credential of this machine was revoked.', { machineId });
  }
  const machine = await findMachine(database.db, { machineId });
  if (machine?.transport !== 'link') throw unauthorized();
  return machine;
}

function unauthorized(): Error {
  return domainError('machine-unauthorized', 'RenderAPI does not know this machine.');
}
