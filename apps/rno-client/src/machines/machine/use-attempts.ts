import type { Api } from '@renderonline/client/browser';
import type { MachineAttempt, MachineStatus } from '@renderonline/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useApi } from '../../farm/api-provider.tsx';

const pageSize = 200;
/** So many pages at most: a week of a busy machine is longer than anybody reads. */
const mostPages = 5;

export interface History {
  /** Newest first. */
  readonly attempts: readonly MachineAttempt[];
  /** Whether there were more within the time than are here. */
  readonly isCut: boolean;
}

/** What a machine was given in the last hours; read again when it is given something else. */
export function useAttempts(machine: MachineStatus, hours: number) {
  const api = useApi();
  const given = machine.leases.map(({ leaseId, isRunning }) => `${leaseId} ${isRunning}`).join();
  return useQuery({
    queryKey: ['machines', machine.machineId, 'attempts', hours, given],
    queryFn: ({ signal }) => readHistory(api, machine.machineId, Date.now() - hours * 3_600_000, signal),
    placeholderData: keepPreviousData,
  });
}

async function readHistory(
  api: Api,
  machineId: number,
  sinceMs: number,
  signal: AbortSignal,
): Promise<History> {
  const attempts: MachineAttempt[] = [];
  let before: number | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const read = await api.machineAttempts(
      machineId,
      { limit: pageSize, ...(before === undefined ? {} : { before }) },
      { signal },
    );
    const within = read.attempts.filter(({ grantedAt }) => Date.parse(grantedAt) >= sinceMs);
    attempts.push(...within);
    if (read.nextBefore === null || within.length < read.attempts.length) return { attempts, isCut: false };
    before = read.nextBefore;
  }
  return { attempts, isCut: true };
}
