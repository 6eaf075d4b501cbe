import type { FailureView, FindingView, WatchedTask } from '@renderonline/contract';
import { cleanText } from '../terminal/clean-text.ts';

/** Something that went wrong, and what to do about it. */
export interface TroubleText {
  /** Tells it from others of its task. */
  readonly key: string;
  readonly tone: 'red' | 'yellow';
  /** One line. */
  readonly what: string;
  readonly whatToDo: string | null;
}

/** What went wrong with a task: findings that keep it from being rendered first, then failures, then warnings. */
export function troublesOf(task: WatchedTask): TroubleText[] {
  const findings = distinctFindings(task.findings);
  return [
    ...findings.filter(({ tone }) => tone === 'red'),
    ...task.failures.map(failureText),
    ...findings.filter(({ tone }) => tone === 'yellow'),
  ];
}

/** `frame 7 failed on box: The renderer ran out of memory (Error: Out of memory).` */
export function failureText(failure: FailureView): TroubleText {
  const frame = failure.frame === null ? 'an attempt' : `frame ${failure.frame}`;
  const where = failure.machine === null ? '' : ` on ${failure.machine.name}`;
  const said =
    failure.message === null || failure.message === failure.summary
      ? failure.summary
      : `${failure.summary.replace(/\.$/, '')} (${failure.message.replace(/\.$/, '')}).`;
  return {
    key: `failure ${failure.attemptId}`,
    tone: 'red',
    what: cleanText(`${frame} failed${where}: ${said}`),
    whatToDo: failure.whatToDo === null ? null : cleanText(failure.whatToDo),
  };
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
