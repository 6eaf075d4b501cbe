import type { StorageReport, UpcomingRemoval, UserStorage } from '@renderonline/contract';
import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { printJson, printLine, printList } from '../commands/print.ts';
import { addApiOptions, type ApiOptions } from '../credentials/api-options.ts';
import { connect } from '../credentials/connect.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { formatBytes } from '../terminal/measures.ts';
import type { Column } from '../terminal/table.ts';
import { formatTime, localZone } from '../terminal/times.ts';

const kindTexts = {
  task: 'task',
  results: 'results of task',
  logs: 'logs of task',
  project: 'project',
} as const;
const reasonTexts = {
  'too-old': 'kept long enough',
  'user-limit': 'more than the subscription keeps',
  'farm-limit': 'more than the farm keeps',
} as const;

const userColumns: readonly Column<UserStorage>[] = [
  { title: 'USER', value: ({ email }) => email, shrinks: true },
  { title: 'TASKS', value: ({ tasks }) => keptText(tasks) },
  { title: 'RESULTS', value: ({ results }) => keptText(results) },
  { title: 'LOGS', value: ({ logs }) => keptText(logs) },
  { title: 'PROJECTS', value: ({ projects }) => keptText(projects) },
];

const removalColumns: readonly Column<UpcomingRemoval>[] = [
  { title: `GOES (${localZone()})`, value: ({ goesAt }) => formatTime(goesAt) },
  { title: 'WHAT', value: ({ kind, id }) => `${kindTexts[kind]} ${id}` },
  { title: 'FREES', value: ({ bytes }) => formatBytes(bytes), align: 'right' },
  { title: 'WHY', value: ({ reason }) => reasonTexts[reason], shrinks: true },
];

/** `renderonline storage`. */
export function addStorageCommand(program: Command, { io, action }: CommandContext): void {
  addApiOptions(program.command('storage'))
    .description('what the farm keeps, how much room it takes, and what goes when')
    .addHelpText('after', '\nExamples:\n  renderonline storage\n  renderonline storage --json')
    .action(action((options: ApiOptions) => storage(io, options)));
}

async function storage(io: CliIo, options: ApiOptions): Promise<ExitCode> {
  const client = await connect(io, options);
  const report = await client.storage();
  if (options.json === true) printJson(io, report);
  else await printReport(io, report);
  return exitCodes.ok;
}

async function printReport(
  io: CliIo,
  { users, removals, disks, unmeasuredTasks, isFull }: StorageReport,
): Promise<void> {
  await printList(io, { json: false, rows: users, columns: userColumns, empty: 'Nothing is kept.' });
  if (unmeasuredTasks > 0) printLine(io, `\n${unmeasuredTasks} ended tasks are not measured yet.`);
  printLine(io);
  const empty = 'Nothing goes by itself.';
  await printList(io, { json: false, rows: removals, columns: removalColumns, empty });
  for (const { folder, freeBytes, isFull: isThisFull } of disks) {
    printLine(io, `\n${folder}: ${formatBytes(freeBytes)} free${isThisFull ? ', which is too little' : ''}`);
  }
  if (isFull) printLine(io, '\nA disk of the farm is full: nothing is taken in until there is room.');
}

function keptText({ count, bytes, limitDays, limitBytes }: UserStorage['tasks']): string {
  const limits = [
    limitDays === null ? '' : `${limitDays} d`,
    limitBytes === null ? '' : `at most ${formatBytes(limitBytes)}`,
  ].filter((part) => part !== '');
  return `${count}, ${formatBytes(bytes)}${limits.length === 0 ? '' : ` (${limits.join(', ')})`}`;
}
