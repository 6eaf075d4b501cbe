import type { KnownMachine } from '../machines/machine-board.ts';

export interface WaitingSituation {
  readonly engineName: string;
  /** Not before this time, by the system's clock. */
  readonly notBeforeMs: number;
  readonly avoidMachineIds: ReadonlySet<number>;
  readonly machines: readonly KnownMachine[];
  readonly isFree: (machine: KnownMachine) => boolean;
  readonly nowMs: number;
}

/** Why a task waits, in plain words for its owner. */
export function waitingReason(situation: WaitingSituation): string {
  const { engineName, notBeforeMs, machines, nowMs } = situation;
  if (machines.length === 0) return 'there is no machine yet';
  if (notBeforeMs > nowMs) return `the last attempt failed, next try in ${inSeconds(notBeforeMs - nowMs)}`;
  const answering = machines.filter((machine) => machine.state === 'reachable');
  const equipped = answering.filter((machine) => hasEngine(machine, engineName));
  const suitable = equipped.filter((machine) => machine.acceptsWork);
  if (suitable.length > 0) return reasonAmongSuitable(situation, suitable);
  const troubled = machines.filter(
    (machine) => machine.state === 'unreachable' || machine.state === 'refusing',
  );
  if (troubled.length > 0)
    return troubled
      .map((machine) => troubleOf(machine, nowMs))
      .slice(0, 3)
      .join('; ');
  if (answering.length < machines.length) return 'the machines have not answered yet';
  return `no machine ${equipped.length > 0 ? 'that takes work ' : ''}has the engine ${engineName}`;
}

function hasEngine({ engineNames }: KnownMachine, engineName: string): boolean {
  return engineNames.some((name) => name.toLowerCase() === engineName.toLowerCase());
}

function reasonAmongSuitable(situation: WaitingSituation, suitable: readonly KnownMachine[]): string {
  const untried = suitable.filter((machine) => !situation.avoidMachineIds.has(machine.machineId));
  const [declining] = suitable.filter((machine) => machine.problem !== null);
  if (suitable.some(situation.isFree) && untried.length > 0 && !untried.some(situation.isFree)) {
    return `waiting for a machine on which it has not failed (${namesOf(untried)})`;
  }
  if (suitable.some(situation.isFree)) return 'a machine is about to take it';
  if (suitable.length === 1 && declining !== undefined) {
    return `machine ${declining.name} did not take it (${declining.problem ?? ''}), it is tried again soon`;
  }
  if (suitable.length === 1) return `the only machine with the engine ${situation.engineName} is busy`;
  return `all ${suitable.length} machines are busy`;
}

function troubleOf(machine: KnownMachine, nowMs: number): string {
  const what = machine.state === 'refusing' ? 'takes no orders' : 'does not answer';
  const retry =
    machine.retryAtMs === null ? '' : `, next try in ${inSeconds(Math.max(0, machine.retryAtMs - nowMs))}`;
  return `machine ${machine.name} ${what} (${machine.problem ?? 'no reason known'})${retry}`;
}

function namesOf(machines: readonly KnownMachine[]): string {
  const names = machines.slice(0, 3).map((machine) => machine.name);
  return machines.length > 3 ? `${names.join(', ')} and ${machines.length - 3} more` : names.join(', ');
}

function inSeconds(ms: number): string {
  return `${Math.ceil(ms / 1000)} s`;
}
