import type { AttemptView, TaskView } from '@renderonline/contract';
import { formatRanges } from '@renderonline/domain';
import { printJson, printLine } from '../commands/print.ts';
import type { ApiOptions } from '../credentials/api-options.ts';
import { connect } from '../credentials/connect.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { cleanText } from '../terminal/clean-text.ts';
import { count, formatBytes } from '../terminal/measures.ts';
import { createPaint, type Tone } from '../terminal/style.ts';
import { formatTable, type Column } from '../terminal/table.ts';
import { formatTime, localZone } from '../terminal/times.ts';
import { etaText, framesText, machineText, rateText } from './task-text.ts';
import { troublesOf } from './trouble-text.ts';

/** What tasks have unless somebody said otherwise. */
const usualPriority = 50;
/** Frame by frame a task has as many attempts as frames, and a screen has fewer lines. */
const shownAttempts = 30;

const attemptColumns: readonly Column<AttemptView>[] = [
  { title: 'ATTEMPT', value: (attempt) => String(attempt.attemptId), align: 'right' },
  {
    title: 'FRAMES',
    value: ({ firstFrame, lastFrame }) => formatRanges([{ first: firstFrame, last: lastFrame }]),
    align: 'right',
  },
  { title: 'MACHINE', value: (attempt) => machineText(attempt.machine), shrinks: true, drops: true },
  { title: 'STARTED', value: (attempt) => formatTime(attempt.startedAt), drops: true },
  { title: 'ENDED', value: (attempt) => formatTime(attempt.endedAt), drops: true },
  { title: 'OUTCOME', value: outcomeOf, tone: toneOf },
  { title: 'MESSAGE', value: (attempt) => attempt.message ?? '', shrinks: true },
];

const outcomeTones: Readonly<Record<string, Tone | undefined>> = {
  succeeded: 'green',
  canceled: 'dim',
  failed: 'red',
  crashed: 'red',
  'could-not-start': 'red',
  'timed-out': 'red',
  'machine-lost': 'yellow',
};

/** `renderonline tasks <task>`: all about one task, its newest attempts included. */
export async function showTask(io: CliIo, taskId: number, options: ApiOptions): Promise<ExitCode> {
  const client = await connect(io, options);
  const task = await client.task(taskId);
  if (options.json === true) {
    printJson(io, task);
    return exitCodes.ok;
  }
  for (const [name, text] of factsOf(task)) printLine(io, `${name.padEnd(10)} ${cleanText(text)}`);
  showTroubles(io, task);
  showAttempts(io, task);
  return exitCodes.ok;
}

function showAttempts(io: CliIo, { taskId, attempts }: TaskView): void {
  if (attempts.length === 0) return;
  printLine(io);
  const earlier = attempts.length - shownAttempts;
  if (earlier > 0) {
    printLine(io, `${count(earlier, 'earlier attempt')}: renderonline tasks ${taskId} --json`);
  }
  io.stdout.write(formatTable(io, attemptColumns, attempts.slice(-shownAttempts)));
}

function showTroubles(io: CliIo, task: TaskView): void {
  const paint = createPaint(io);
  const troubles = troublesOf(task);
  if (troubles.length > 0) printLine(io);
  for (const { what, whatToDo, tone } of troubles) {
    printLine(io, paint(tone, what));
    if (whatToDo !== null) printLine(io, `  ${whatToDo}`);
  }
}

function factsOf(task: TaskView): (readonly [string, string])[] {
  const values = Object.entries(task.arguments).map(([name, value]) => `${name}=${value}`);
  const facts: (readonly [string, string])[] = [
    ['task', String(task.taskId)],
    ['state', task.state],
    ['file', `${task.fileName} (${formatBytes(task.fileSize)})`],
    ['engine', task.engine],
    ['arguments', values.join(' ')],
    ['priority', task.priority === usualPriority ? '' : String(task.priority)],
    ['wishes', wishesText(task)],
    ['waits for', task.waitingFor.map((id) => `task ${id}`).join(', ')],
    ['takes', task.parentTaskId === null ? '' : `the frames of task ${task.parentTaskId}`],
    ...task.steps.map(
      (step, index) =>
        [index === 0 ? 'steps' : '', `task ${step.taskId}: ${step.engine}, ${step.state}`] as const,
    ),
    ['frames', framesFact(task)],
    ['rate', rateText(task)],
    ['ETA', task.state === 'running' ? etaText(task).replace(/^ETA /, '') : ''],
    ['queued', `${formatTime(task.queuedAt)} (times are ${localZone()})`],
    ['started', formatTime(task.startedAt)],
    ['ended', formatTime(task.endedAt)],
    ['results', expiredText(task)],
    ...machineFacts(task),
    ['note', task.failureReason ?? task.waitingReason ?? ''],
  ];
  return facts.filter(([, text]) => text !== '' && text !== '-');
}

/** `24/48, 2 being rendered, 1 failed`. */
function framesFact(task: TaskView): string {
  const { framesRunning, framesFailed } = task.progress;
  return [
    framesText(task),
    framesRunning === 0 ? '' : `${framesRunning} being rendered`,
    framesFailed === 0 ? '' : `${framesFailed} failed`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** What was asked beyond engine and arguments. */
function wishesText({
  order,
  maxMachines,
  requirements,
  continuesOnFailure,
  allowsScripts,
}: TaskView): string {
  const { tags, engineVersion, needsGpu, memoryMb } = requirements;
  return [
    order === 'sparse' ? 'sparse order' : '',
    maxMachines === null ? '' : `at most ${count(maxMachines, 'machine')}`,
    tags.length === 0 ? '' : `machines tagged ${tags.join(',')}`,
    engineVersion === null ? '' : `version ${engineVersion}`,
    needsGpu ? 'a GPU' : '',
    memoryMb === null ? '' : `${formatBytes(memoryMb * 1024 * 1024)} of memory`,
    continuesOnFailure ? 'goes on when frames fail' : '',
    allowsScripts ? 'runs scripts of the scene' : '',
  ]
    .filter((part) => part !== '')
    .join('; ');
}

/** One a machine while it renders; those that rendered it afterwards. */
function machineFacts(task: TaskView): (readonly [string, string])[] {
  if (task.machines.length === 0) return [['machines', machinesThatWorked(task)]];
  return task.machines.map((machine, index) => {
    const frames = task.progress.currentFrames
      .filter(({ machineId }) => machineId === machine.machineId)
      .map(
        ({ frame, fraction }) =>
          `frame ${frame}${fraction === null ? '' : ` ${Math.floor(fraction * 100)}%`}`,
      );
    return [
      index === 0 ? 'machines' : '',
      [machineText(machine), frames.join(', ')].filter((part) => part !== '').join(': '),
    ];
  });
}

/** All that have worked on it, by name; the last one while none has. */
function machinesThatWorked(task: TaskView): string {
  const started = task.attempts.filter(({ startedAt }) => startedAt !== null);
  const names = [...new Set(started.map(({ machine }) => machineText(machine)))].filter(
    (name) => name !== '-',
  );
  if (names.length === 0) return machineText(task.machine);
  const shown = names.sort((one, other) => one.localeCompare(other, 'en', { numeric: true })).slice(0, 8);
  const rest = names.length - shown.length;
  return `${shown.join(', ')}${rest === 0 ? '' : ` and ${rest} more`}`;
}

function toneOf({ outcome, cause }: AttemptView): Tone | undefined {
  return cause === 'machine-left' ? 'dim' : outcomeTones[outcome ?? ''];
}

function outcomeOf({ outcome, cause, startedAt, isDuplicate }: AttemptView): string {
  // A machine holds the next frame while it renders one.
  const what = cause ?? outcome ?? (startedAt === null ? 'waiting' : 'running');
  return isDuplicate ? `${what} (copy)` : what;
}

function expiredText({ resultsExpiredAt }: TaskView): string {
  return resultsExpiredAt === null
    ? ''
    : `kept until ${formatTime(resultsExpiredAt)}; \`requeue\` renders them anew`;
}
