import type { Client } from '@renderonline/client';
import type { TaskSnapshot, WatchedTask } from '@renderonline/contract';
import { printJsonLine, printLine } from '../commands/print.ts';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { createPaint } from '../terminal/style.ts';
import { endText, isEnded } from './task-text.ts';
import { troublesOf } from './trouble-text.ts';
import { createWatchView, type WatchView } from './watch-view.ts';

/** How often the times in the live view move on by themselves. */
const tickMs = 1000;

export interface FollowOptions {
  readonly json: boolean;
  /** What becomes of the task when nobody watches any more; it goes on and can be looked at again, unless told otherwise. */
  readonly onInterrupt?: string;
}

/**
 * Shows a task until it ends: live on a terminal, sparse lines elsewhere, one JSON snapshot a line with `json`.
 *
 * @returns 0, or the code for failed, canceled or interrupted
 */
export async function followTask(
  io: CliIo,
  client: Client,
  taskId: number,
  { json, onInterrupt }: FollowOptions,
): Promise<ExitCode> {
  const last = json ? await followAsJson(io, client, taskId) : await followForPeople(io, client, taskId);
  if (last !== undefined && isEnded(last.state)) {
    if (!json) tellEnd(io, last);
    return endCode(last);
  }
  if (!io.signal.aborted) {
    throw new CliError(
      exitCodes.unreachable,
      'events-ended',
      `RenderAPI said no more about task ${taskId}.`,
      {
        next: `Look again: renderonline watch ${taskId}`,
      },
    );
  }
  if (!json) {
    const goesOn = `goes on without you. Look again: renderonline watch ${taskId}`;
    printLine(io, `Task ${taskId} ${onInterrupt ?? goesOn}`);
  }
  return exitCodes.interrupted;
}

/** The exit code of an ended task. */
export function endCode({ state }: TaskSnapshot): ExitCode {
  if (state === 'succeeded') return exitCodes.ok;
  return state === 'canceled' ? exitCodes.taskCanceled : exitCodes.taskFailed;
}

/** The live view is gone: what went wrong stays readable after it. */
function tellEnd(io: CliIo, task: WatchedTask): void {
  printLine(io, endText(task));
  if (task.state !== 'failed' || !io.isTerminal) return;
  const paint = createPaint(io);
  for (const { what, whatToDo, tone } of troublesOf(task)) {
    printLine(io, paint(tone, `  ${what}`));
    if (whatToDo !== null) printLine(io, `    ${whatToDo}`);
  }
}

async function followAsJson(io: CliIo, client: Client, taskId: number): Promise<WatchedTask | undefined> {
  let last: WatchedTask | undefined;
  for await (const snapshot of snapshots(io, client, taskId)) {
    last = snapshot;
    printJsonLine(io, snapshot);
  }
  return last;
}

async function followForPeople(io: CliIo, client: Client, taskId: number): Promise<WatchedTask | undefined> {
  let last: WatchedTask | undefined;
  const view = createWatchView(io);
  const ticks = setInterval(() => {
    view.tick();
  }, tickMs);
  try {
    for await (const snapshot of snapshots(io, client, taskId, view)) {
      last = snapshot;
      view.show(snapshot);
    }
  } finally {
    clearInterval(ticks);
    view.end();
  }
  return last;
}

async function* snapshots(
  io: CliIo,
  client: Client,
  taskId: number,
  view?: WatchView,
): AsyncGenerator<WatchedTask> {
  const onAbsence = (): void => view?.away();
  const onReturn = (): void => view?.back();
  try {
    for await (const snapshot of client.watchTask(taskId, { signal: io.signal, onAbsence, onReturn })) {
      yield snapshot;
      if (isEnded(snapshot.state)) return;
    }
  } catch (error) {
    if (!io.signal.aborted) throw error;
  }
}
