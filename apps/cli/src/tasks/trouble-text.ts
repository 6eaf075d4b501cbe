import type { FailureView, FindingView, WatchedTask } from '@renderonline/contract';
import { countFrames, formatRanges, rangesOf } from '@renderonline/domain';
import { cleanText } from '../terminal/clean-text.ts';

/** Something that went wrong, and what to do about it. */
export interface TroubleText {
  /** Tells it from others of its task. */
  readonly key: string;
  /** dim: nothing is wrong. */
  readonly tone: 'red' | 'yellow' | 'dim';
  /** One line. */
  readonly what: string;
  readonly whatToDo: string | null;
}

/** One of a log, in which the same reason need not be told twice. */
export interface SingleTrouble extends TroubleText {
  /** Its reason, which others may share, and what is said where that was told; null for what is told once anyway. */
  readonly repeats: { readonly reason: string; readonly what: string } | null;
}

/**
 * What went wrong with a task: findings that keep it from being rendered first, then failures, those of one reason
 * together, then warnings. Frames that a machine gave back in good order are a note at the end.
 */
export function troublesOf(task: WatchedTask): TroubleText[] {
  const { errors, warnings } = findingsOf(task);
  const byReason = [...Map.groupBy(task.failures, reasonOf).values()].flatMap((alike) =>
    alike.slice(0, 1).map((first) => failuresText(first, alike)),
  );
  const notes = byReason.filter(({ tone }) => tone === 'dim');
  return [...errors, ...byReason.filter(({ tone }) => tone !== 'dim'), ...warnings, ...notes];
}

/** The same in the same order, failures one by one. */
export function singleTroublesOf(task: WatchedTask): SingleTrouble[] {
  const { errors, warnings } = findingsOf(task);
  const alone = (trouble: TroubleText): SingleTrouble => ({ ...trouble, repeats: null });
  const failures = task.failures.map((failure) => ({
    ...failuresText(failure, [failure]),
    key: `failure ${failure.attemptId}`,
    repeats: {
      reason: reasonOf(failure),
      what: cleanText(`${happenedTo([failure])} for the same reason.`),
    },
  }));
  return [...errors.map(alone), ...failures, ...warnings.map(alone)];
}

function findingsOf(task: WatchedTask) {
  const findings = distinctFindings(task.findings);
  return {
    errors: findings.filter(({ tone }) => tone === 'red'),
    warnings: findings.filter(({ tone }) => tone === 'yellow'),
  };
}

/** `frames 7,9 failed on box and 1 more: The renderer ran out of memory (Error: Out of memory).` */
function failuresText(first: FailureView, failures: readonly FailureView[]): TroubleText {
  return {
    key: `failures ${reasonOf(first)}`,
    tone: isGivenBack(first) ? 'dim' : isLost(first) ? 'yellow' : 'red',
    what: cleanText(`${happenedTo(failures)}: ${saidOf(first)}`),
    whatToDo: first.whatToDo === null || isGivenBack(first) ? null : cleanText(first.whatToDo),
  };
}

function reasonOf({ cause, summary, message }: FailureView): string {
  return JSON.stringify([cause, summary, message]);
}

/** Nothing failed there: the machine went away with it, however that came. */
function isLost({ cause }: FailureView): boolean {
  return cause === 'machine-lost';
}

/** The machine stopped in good order, as people who switch theirs off or come back to it want it. */
function isGivenBack({ cause }: FailureView): boolean {
  return cause === 'machine-left';
}

/** `frames 7,9 failed on box and 1 more`. */
function happenedTo(failures: readonly FailureView[]): string {
  const frames = rangesOf(failures.flatMap(({ frame }) => (frame === null ? [] : [frame])));
  const machines = new Set(failures.flatMap(({ machine }) => (machine === null ? [] : [machine.name])));
  const isMany = countFrames(frames) > 1;
  const which = frames.length === 0 ? 'an attempt' : `frame${isMany ? 's' : ''} ${formatRanges(frames)}`;
  const were = isMany ? 'were' : 'was';
  const on = (preposition: string) =>
    machines.size === 0 ? '' : ` ${preposition} ${namesOf([...machines])}`;
  if (failures.every(isGivenBack)) return `${which} ${were} given back${on('by')}`;
  return `${which} ${failures.every(isLost) ? `${were} lost` : 'failed'}${on('on')}`;
}

function saidOf(failure: FailureView): string {
  const { summary, message } = failure;
  if (message === null || message === summary) return summary;
  const sentence = message.replace(/\.$/, '');
  // How it went away is known better than the summary, which names all ways.
  return isLost(failure) || isGivenBack(failure)
    ? `${sentence}.`
    : `${summary.replace(/\.$/, '')} (${sentence}).`;
}

/** Machines find the same in the same scene: each is told once, with the machines when not all of it is theirs. */
function distinctFindings(findings: readonly FindingView[]): TroubleText[] {
  const byText = new Map<string, { finding: FindingView; machines: string[] }>();
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.code} ${finding.message}`;
    const known = byText.get(key) ?? { finding, machines: [] };
    if (finding.machine !== null) known.machines.push(finding.machine.name);
    byText.set(key, known);
  }
  return [...byText].map(([key, { finding, machines }]) => ({
    key,
    tone: finding.severity === 'error' ? 'red' : 'yellow',
    what: cleanText(
      `${finding.severity}${machines.length === 0 ? '' : ` (${namesOf(machines)})`}: ${finding.message}`,
    ),
    whatToDo: null,
  }));
}

function namesOf([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
