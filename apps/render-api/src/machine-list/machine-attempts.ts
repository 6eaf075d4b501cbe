import type { MachineAttempt, MachineAttemptList, MachineAttemptsQuery } from '@renderonline/contract';
import {
  findMachine,
  listMachineAttempts,
  type Database,
  type MachineAttemptPage,
  type User,
} from '@renderonline/database';
import { domainError, readPhrases } from '@renderonline/domain';
import { nullableTimeText, timeText } from '../tasks/time-text.ts';

const defaultPageSize = 50;

/**
 * A page of what a machine was given: at the user's own tasks, at everybody's for admins.
 *
 * @throws 'machine-not-found'
 */
export async function machineAttemptsFor(
  database: Database,
  { userId, role }: Pick<User, 'userId' | 'role'>,
  { machineId, limit = defaultPageSize, before }: MachineAttemptsQuery & { readonly machineId: number },
): Promise<MachineAttemptList> {
  if ((await findMachine(database.db, { machineId })) === undefined) {
    throw domainError('machine-not-found', `There is no machine ${machineId}.`, { machineId });
  }
  const { attempts, nextBefore } = await listMachineAttempts(database.db, {
    ...{ machineId, limit },
    ...(before === undefined ? {} : { beforeAttemptId: before }),
    ...(role === 'admin' ? {} : { userId }),
  });
  return { attempts: attempts.map(viewOf), nextBefore };
}

function viewOf(attempt: MachineAttemptPage['attempts'][number]): MachineAttempt {
  const { attemptId, taskId, fileName, firstFrame, lastFrame, outcome, exitCode } = attempt;
  return {
    ...{ attemptId, taskId, fileName, firstFrame, lastFrame, outcome, exitCode },
    grantedAt: timeText(attempt.grantedAtMs),
    startedAt: nullableTimeText(attempt.startedAtMs),
    endedAt: nullableTimeText(attempt.endedAtMs),
    signal: attempt.signalName,
    message: attempt.message,
    messagePhrases: [...readPhrases(attempt.message)],
    cause: attempt.cause,
    failedFrame: attempt.failedFrame,
    isDuplicate: attempt.isDuplicate,
  };
}
