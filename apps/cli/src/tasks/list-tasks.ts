import type { AttemptView, TaskSnapshot, TaskView } from '@renderonline/contract';
import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { identifier, wholeNumber } from '../commands/option-values.ts';
import { printJson, printLine, printList } from '../commands/print.ts';
import { addApiOptions, type ApiOptions } from '../credentials/api-options.ts';
import { connect } from '../credentials/connect.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { cleanText } from '../terminal/clean-text.ts';
import { formatBytes, formatTime } from '../terminal/measures.ts';
import { formatTable, type Column } from '../terminal/table.ts';
import { etaText, framesText, stateTones } from './task-text.ts';

interface TasksOptions extends ApiOptions {
  readonly limit: number;
}

const columns: readonly Column<TaskSnapshot>[] = [
  { title: 'ID', value: (task) => String(task.taskId), align: 'right' },
  { title: 'STATE', value: (task) => task.state, tone: (task) => stateTones[task.state] },
  { title: 'FILE', value: (task) => task.fileName, shrinks: true },
  { title: 'ENGINE', value: (task) => task.engine, drops: true },
  { title: 'FRAMES', value: framesText, align: 'right' },
  { title: 'QUEUED', value: (task) => formatTime(task.queuedAt), drops: true },
  { title: 'MACHINE', value: (task) => machineText(task.machine), shrinks: true, drops: true },
  { title: 'NOTE', value: noteOf, shrinks: true },
];

const attemptColumns: readonly Column<AttemptView>[] = [
  { title: 'ATTEMPT', value: (attempt) => String(attempt.attemptId), align: 'right' },
  { title: 'FRAMES', value: ({ firstFrame, lastFrame }) => `${firstFrame}-${lastFrame}`, align: 'right' },
  { title: 'MACHINE', value: (attempt) => machineText(attempt.machine), shrinks: true, drops: true },
  { title: 'STARTED', value: (attempt) => formatTime(attempt.startedAt), drops: true },
  { title: 'ENDED', value: (attempt) => formatTime(attempt.endedAt), drops: true },
  { title: 'OUTCOME', value: (attempt) => attempt.outcome ?? 'running' },
  { title: 'MESSAGE', value: (attempt) => attempt.message ?? '', shrinks: true },
];

/** `renderonline tasks [task]`. */
export function addTasksCommand(program: Command, { io, action }: CommandContext): void {
  addApiOptions(program.command('tasks'))
    .description('list your tasks, newest first, or tell all about one')
    .argument('[task]', 'its number', identifier)
    .option('--limit <tasks>', 'how many', wholeNumber(1, 200), 20)
    .action(
      action((taskId: number | undefined, options: TasksOptions) =>
        taskId === undefined ? listTasks(io, options) : showTask(io, taskId, options),
      ),
    );
}

async function listTasks(io: CliIo, options: TasksOptions): Promise<ExitCode> {
  const client = await connect(io, options);
  const { tasks } = await client.listTasks({ limit: options.limit });
  const empty = 'No tasks yet. Submit one: renderonline submit scene.blend --frames 1-100';
  printList(io, { json: options.json === true, rows: tasks, columns, empty });
  return exitCodes.ok;
}

async function showTask(io: CliIo, taskId: number, options: TasksOptions): Promise<ExitCode> {
  const client = await connect(io, options);
  const task = await client.task(taskId);
  if (options.json === true) {
    printJson(io, task);
    return exitCodes.ok;
  }
  for (const [name, text] of factsOf(task)) printLine(io, `${name.padEnd(10)} ${cleanText(text)}`);
  if (task.attempts.length > 0) io.stdout.write(`\n${formatTable(io, attemptColumns, task.attempts)}`);
  return exitCodes.ok;
}

function factsOf(task: TaskView): (readonly [string, string])[] {
  const values = Object.entries(task.arguments).map(([name, value]) => `${name}=${value}`);
  const facts: (readonly [string, string])[] = [
    ['task', String(task.taskId)],
    ['state', task.state],
    ['file', `${task.fileName} (${formatBytes(task.fileSize)})`],
    ['engine', task.engine],
    ['arguments', values.join(' ')],
    ['frames', framesText(task)],
    ['queued', formatTime(task.queuedAt)],
    ['started', formatTime(task.startedAt)],
    ['ended', formatTime(task.endedAt)],
    ['machine', machineText(task.machine)],
    ['note', noteOf(task)],
  ];
  return facts.filter(([, text]) => text !== '' && text !== '-');
}

function machineText(machine: TaskSnapshot['machine']): string {
  if (machine === null) return '-';
  return machine.name === '' ? String(machine.machineId) : machine.name;
}

function noteOf(task: TaskSnapshot): string {
  return task.failureReason ?? task.waitingReason ?? (task.state === 'running' ? etaText(task) : '');
}
