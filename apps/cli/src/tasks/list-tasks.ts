import type { TaskSnapshot } from '@renderonline/contract';
import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { identifier, wholeNumber } from '../commands/option-values.ts';
import { printList } from '../commands/print.ts';
import { addApiOptions, type ApiOptions } from '../credentials/api-options.ts';
import { connect } from '../credentials/connect.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import type { Column } from '../terminal/table.ts';
import { formatTime, localZone } from '../terminal/times.ts';
import { etaText, framesText, machinesText, machineText, rateText, stateTones } from './task-text.ts';

interface TasksOptions extends ApiOptions {
  readonly limit: number;
}

const columns: readonly Column<TaskSnapshot>[] = [
  { title: 'ID', value: (task) => String(task.taskId), align: 'right' },
  { title: 'STATE', value: (task) => task.state, tone: (task) => stateTones[task.state] },
  { title: 'FILE', value: (task) => task.fileName, shrinks: true },
  { title: 'ENGINE', value: (task) => task.engine, drops: true },
  { title: 'FRAMES', value: framesText, align: 'right' },
  { title: `QUEUED (${localZone()})`, value: (task) => formatTime(task.queuedAt), drops: true },
  { title: 'MACHINES', value: machinesOf, shrinks: true, drops: true },
  { title: 'NOTE', value: noteOf, shrinks: true },
];

/** `renderonline tasks [task]`. */
export function addTasksCommand(program: Command, { io, action }: CommandContext): void {
  addApiOptions(program.command('tasks'))
    .description('list your tasks, newest first, or tell all about one')
    .argument('[task]', 'its number', identifier)
    .option('--limit <tasks>', 'how many', wholeNumber(1, 200), 20)
    .addHelpText('after', '\nExamples:\n  renderonline tasks --limit 5\n  renderonline tasks 12')
    .action(
      action(async (taskId: number | undefined, options: TasksOptions) => {
        if (taskId === undefined) return listTasks(io, options);
        const { showTask } = await import('./show-task.ts');
        return showTask(io, taskId, options);
      }),
    );
}

async function listTasks(io: CliIo, options: TasksOptions): Promise<ExitCode> {
  const client = await connect(io, options);
  const { tasks } = await client.listTasks({ limit: options.limit });
  const empty = 'No tasks yet. Submit one: renderonline submit scene.blend --frames 1-100';
  await printList(io, { json: options.json === true, rows: tasks, columns, empty });
  return exitCodes.ok;
}

/** The machine's name, or how many there are. */
function machinesOf(task: TaskSnapshot): string {
  return task.machines.length > 1 ? machinesText(task) : machineText(task.machine);
}

function noteOf(task: TaskSnapshot): string {
  const { framesFailed } = task.progress;
  if (task.state !== 'running') return task.failureReason ?? task.waitingReason ?? '';
  return [etaText(task), rateText(task), framesFailed === 0 ? '' : `${framesFailed} failed`]
    .filter((part) => part !== '')
    .join(', ');
}
