import type { MachineStatus } from '@renderonline/contract';
import { readPhrases, say } from '@renderonline/domain';

type Reasons = Pick<MachineStatus, 'problem' | 'quarantineReason' | 'reasonPhrases'>;

const concealedReason = say('reason-concealed');

/** A machine as users see it who are no admins: what it said of its troubles may hold paths, names and addresses. */
export function concealed<Machine extends Reasons>(machine: Machine): Machine {
  const { problem, quarantineReason } = machine;
  if (problem === null && quarantineReason === null) return machine;
  return {
    ...machine,
    problem: problem === null ? null : concealedReason,
    quarantineReason: quarantineReason === null ? null : concealedReason,
    reasonPhrases: [...readPhrases(concealedReason)],
  };
}

/** The same, with the user's own tasks alone: of others' it is told that they take room. */
export function withOwnTasks(machine: MachineStatus, isOwn: (taskId: number) => boolean): MachineStatus {
  return {
    ...concealed(machine),
    leases: machine.leases.map((lease) =>
      lease.taskId !== null && isOwn(lease.taskId) ? lease : { ...lease, taskId: null },
    ),
    currentFrames: machine.currentFrames.filter(({ taskId }) => isOwn(taskId)),
  };
}
