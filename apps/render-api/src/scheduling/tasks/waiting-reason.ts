import { awaitedText, say } from '@renderonline/domain';
import type { KnownMachine } from '../machines/machine-board.ts';
import type { TermContext } from '../term/term-context.ts';

export interface WaitingSituation {
  readonly engineName: string;
  /** A project of several files: machines of /hpc are not for it. */
  readonly isForLink: boolean;
  /** What the farm says; undefined when it would give the task out. */
  readonly farmReason: string | undefined;
  readonly machines: readonly KnownMachine[];
  /** By the system's clock. */
  readonly nowMs: number;
}

/** Why a task waits, in plain words for its owner; undefined when it does not. */
export function waitingReasonOfTask(
  { farm, farmClock, tasks, board, clock }: TermContext,
  taskId: number,
): string | undefined {
  const counts = farm.task(taskId);
  const known = tasks.get(taskId);
  if (counts === undefined || known === undefined || counts.leases > 0 || counts.pending === 0)
    return undefined;
  const awaited = withinSentence(awaitedText(known.awaited));
  if (awaited !== undefined) return awaited;
  return waitingReason({
    engineName: known.task.engineName,
    isForLink: known.task.manifest !== null,
    farmReason: farm.whyWaiting(taskId, farmClock.nowMs()),
    machines: board.all(),
    nowMs: clock.nowMs(),
  });
}

/**
 * The farm knows who could render the task and who is busy; what it does not know is why a machine is away, or
 * why it did not take what it was given.
 */
export function waitingReason(situation: WaitingSituation): string {
  const { engineName, isForLink, farmReason, machines, nowMs } = situation;
  if (machines.length === 0) return say('no-machine-yet');
  const answering = machines.filter((machine) => machine.state === 'reachable');
  const suitable = answering.filter(
    (machine) =>
      machine.acceptsWork && hasEngine(machine, engineName) && (!isForLink || machine.transport === 'link'),
  );
  if (suitable.length > 0) {
    return (
      declinedBy(suitable) ??
      takenBy(suitable, engineName) ??
      withinSentence(farmReason) ??
      say('machine-about-to-take')
    );
  }
  const troubled = machines.filter(({ state }) => state === 'unreachable' || state === 'refusing');
  if (troubled.length > 0) {
    return troubled
      .map((machine) => troubleOf(machine, nowMs))
      .slice(0, 3)
      .join('; ');
  }
  // What those that are there say of themselves tells more than that another one is away.
  const isAnyoneAble = answering.some((machine) => hasEngine(machine, engineName));
  if (answering.length < machines.length && !isAnyoneAble) return say('machines-silent-yet');
  return withinSentence(farmReason) ?? say('no-machine-with-engine+has', { engineName });
}

/** The farm's reason is a sentence; people read it after "waiting:". */
function withinSentence(sentence: string | undefined): string | undefined {
  if (sentence === undefined) return undefined;
  const [first = '', second = ''] = sentence;
  const isWord = second === second.toLowerCase();
  return (isWord ? first.toLowerCase() + sentence.slice(1) : sentence).replace(/\.$/, '');
}

/** Machines of /hpc may render for others, of whom the farm knows nothing. */
function takenBy(suitable: readonly KnownMachine[], engineName: string): string | undefined {
  const areTaken = suitable.every(
    ({ transport, attempt }) =>
      transport === 'hpc' && (attempt === undefined || attempt?.state.kind === 'running'),
  );
  if (!areTaken) return undefined;
  if (suitable.length === 1) return say('only-machine-busy', { engineName });
  return say('all-machines-busy', { machines: suitable.length });
}

function hasEngine({ engines }: KnownMachine, engineName: string): boolean {
  return engines.some(({ name }) => name.toLowerCase() === engineName.toLowerCase());
}

/** Where there is a choice of machines, one that declined is no reason to wait. */
function declinedBy(suitable: readonly KnownMachine[]): string | undefined {
  const [machine] = suitable;
  if (suitable.length > 1 || machine === undefined || machine.problem === null) return undefined;
  return say('machine-declined', { machineName: machine.name, problem: machine.problem });
}

function troubleOf({ name, state, problem, retryAtMs }: KnownMachine, nowMs: number): string {
  const kind = state === 'refusing' ? 'machine-refuses' : 'machine-silent';
  const facts = { machineName: name, problem: problem ?? say('no-reason-known') };
  if (retryAtMs === null) return say(kind, facts);
  return say(`${kind}-retrying`, {
    ...facts,
    retryInMs: Math.max(0, Math.ceil((retryAtMs - nowMs) / 1000)) * 1000,
  });
}
