import type { Client } from '@renderonline/client';
import type { TaskSnapshot } from '@renderonline/contract';
import { printJsonLine, printLine } from '../commands/print.ts';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { createProgressView } from '../terminal/progress-view.ts';
import { barOf, endText, isEnded } from './task-text.ts';

export interface FollowOptions {
  readonly json: boolean;
  /** What becomes of the task when nobody watches any more. */
  readonly onInterrupt?: string;
}

/**
 * Shows a task until it ends: a bar on a terminal, sparse lines elsewhere, one JSON snapshot a line with
 * `json`.
 *
 * @returns 0, or the code for failed, canceled or interrupted
 */
export async function followTask(
  io: CliIo,
  client: Client,
  taskId: number,
  { json, onInterrupt = 'goes on without you' }: FollowOptions,
): Promise<ExitCode> {
  const last = json ? await followAsJson(io, client, taskId) : await followAsBar(io, client, taskId);
  if (last !== undefined && isEnded(last.state)) {
    if (!json) printLine(io, endText(last));
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
  if (!json) printLine(io, `Task ${taskId} ${onInterrupt}. Look again: renderonline watch ${taskId}`);
  return exitCodes.interrupted;
}

/** The exit code of an ended task. */
export function endCode({ state }: TaskSnapshot): ExitCode {
  if (state === 'succeeded') return exitCodes.ok;
  return state === 'canceled' ? exitCodes.taskCanceled : exitCodes.taskFailed;
}

async function followAsJson(io: CliIo, client: Client, taskId: number): Promise<TaskSnapshot | undefined> {
  let last: TaskSnapshot | undefined;
  for await (const snapshot of snapshots(io, client, taskId)) {
    last = snapshot;
    printJsonLine(io, snapshot);
  }
  return last;
}

async function followAsBar(io: CliIo, client: Client, taskId: number): Promise<TaskSnapshot | undefined> {
  let last: TaskSnapshot | undefined;
  const view = createProgressView(io);
  try {
    for await (const snapshot of snapshots(io, client, taskId)) {
      last = snapshot;
      view.show(barOf(snapshot));
    }
  } finally {
    view.end();
  }
  return last;
}

async function* snapshots(io: CliIo, client: Client, taskId: number): AsyncGenerator<TaskSnapshot> {
  try {
    for await (const snapshot of client.watchTask(taskId, { signal: io.signal })) {
      yield snapshot;
      if (isEnded(snapshot.state)) return;
    }
  } catch (error) {
    if (!io.signal.aborted) throw error;
  }
}
