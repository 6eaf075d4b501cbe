import { linkPath } from '@renderonline/contract/link';
import type { Logger } from '@renderonline/runtime';
import { requireSuccess } from '../link/http/read-answer.ts';
import { requestFarm } from '../link/http/request-farm.ts';
import { LinkRefusal } from '../link/link-refusal.ts';
import { farmAddress } from './farm-address.ts';
import { doorOf, type Membership } from './membership.ts';
import { isSameFarm } from './same-farm.ts';

interface StayInput {
  /** Of the farm to be joined; null: whichever. */
  readonly address: URL | null;
  /** As JoinFarmInput has it. */
  readonly certificate: string | null;
  readonly log: Logger;
}

const limitMs = 10_000;

/**
 * Whether a computer that is to join a farm is a machine of it already. A farm that is away is believed to know
 * it still: a second machine for one computer is worse than a code to be used later.
 *
 * @returns what to stay; undefined when it has to join anew, which the log explains
 */
export async function stayMember(before: Membership, input: StayInput): Promise<Membership | undefined> {
  const { address, log } = input;
  const { machineId, address: farm } = before;
  if (address !== null && !(await isSameFarm(address, farmAddress(farm)))) {
    log.warn(
      `joining ${address.href} anew: so far this computer was machine ${machineId} of ${farm}. ` +
        `If it is not to come back there, \`renderonline machine revoke ${machineId}\` on that farm says so`,
    );
    return undefined;
  }
  const same = { ...before, certificate: input.certificate ?? before.certificate };
  if (!(await isStillKnown(same))) {
    log.warn(`joining ${farm} anew: it takes this computer no more as machine ${machineId}`);
    return undefined;
  }
  log.warn(
    `this computer already is machine ${machineId} of ${farm}, and stays it: the code was not used and is good for another`,
  );
  return same;
}

/** False when the farm says that the credential was revoked or is none. */
async function isStillKnown(membership: Membership): Promise<boolean> {
  const door = doorOf(membership);
  try {
    // There is no task 0; who asks is looked at first.
    const path = `${linkPath}/tasks/0/project`;
    const signal = AbortSignal.timeout(limitMs);
    await requireSuccess(await requestFarm(door, { method: 'GET', path, signal }));
  } catch (error) {
    const code = error instanceof LinkRefusal ? error.code : null;
    return code !== 'machine-revoked' && code !== 'machine-unauthorized';
  } finally {
    door.agent.destroy();
  }
  return true;
}
