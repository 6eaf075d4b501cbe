import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@renderonline/client';
import type { TaskSnapshot, TaskStateName } from '@renderonline/contract';
import { findTask } from '@renderonline/database';
import { outputDirectoryOf } from '@renderonline/storage';
import { printLine } from '../commands/print.ts';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { chooseEngine } from '../tasks/submission.ts';
import { followTask } from '../tasks/follow-task.ts';
import { isEnded } from '../tasks/task-text.ts';
import { uploadProject } from '../tasks/upload-project.ts';
import { count } from '../terminal/measures.ts';
import { demoFileName, demoFrames } from './build-demo.ts';
import { faultsOfFrames } from './check-frames.ts';
import { withFarmDatabase } from './start-farm.ts';

export interface DemoRender {
  readonly client: Client;
  readonly connectionString: string;
  /** Builds the scene, when it is needed. */
  readonly buildScene: () => Promise<string>;
  /** Renders anew though there are frames. */
  readonly again: boolean;
}

export interface DemoRendered {
  readonly taskId: number;
  readonly exitCode: ExitCode;
  readonly state: TaskStateName;
  /** Why the task failed; null when it did not. */
  readonly failureReason: string | null;
  readonly framesFolder: string;
}

/**
 * Renders the demo over the HTTP API, as any client would, and looks at every frame. A demo that an earlier
 * start has begun is followed; one that it has finished is kept, when its frames are still whole.
 */
export async function renderDemo(io: CliIo, demo: DemoRender): Promise<DemoRendered> {
  const { client } = demo;
  const before = demo.again ? undefined : await earlierDemo(client);
  if (before?.state === 'succeeded') {
    const found = await resultOf(demo, before.taskId);
    if ((await faultsOfFrames(found.framesFolder, demoFrames)).length === 0) {
      printLine(
        io,
        `The demo was rendered by an earlier start (task ${before.taskId}); --again renders it anew.`,
      );
      return { ...found, exitCode: exitCodes.ok };
    }
  }
  const isGoingOn = before !== undefined && !isEnded(before.state);
  const taskId = isGoingOn ? before.taskId : await submitDemo(io, demo);
  const exitCode = await followTask(io, client, taskId, {
    json: false,
    onInterrupt: 'stops with the farm, and goes on with the next start.',
  });
  const result = await resultOf(demo, taskId);
  if (exitCode === exitCodes.ok) await requireFrames(result.framesFolder);
  return { ...result, exitCode };
}

async function earlierDemo(client: Client): Promise<TaskSnapshot | undefined> {
  const { tasks } = await client.listTasks({ limit: 100 });
  return tasks.find((task) => task.fileName === demoFileName && !['failed', 'canceled'].includes(task.state));
}

async function submitDemo(io: CliIo, { client, buildScene }: DemoRender): Promise<number> {
  const { engines } = await client.engines();
  const { engineId } = chooseEngine(engines, demoFileName);
  const values = new Map([
    ['start_frame', '1'],
    ['end_frame', String(demoFrames)],
  ]);
  const scene = await buildScene();
  const { projectId } = await uploadProject(io, client, {
    project: { kind: 'files', main: demoFileName, files: [{ path: demoFileName, filePath: scene }] },
    quiet: true,
  });
  const { taskId } = await client.submit({ engineId, arguments: Object.fromEntries(values), projectId });
  printLine(io, `Rendering ${demoFrames} frames (task ${taskId})`);
  return taskId;
}

async function resultOf(
  { connectionString }: DemoRender,
  taskId: number,
): Promise<Omit<DemoRendered, 'exitCode'>> {
  const task = await withFarmDatabase(connectionString, ({ db }) => findTask(db, { taskId }));
  if (task === undefined) throw new Error(`Task ${taskId} is not in the database`);
  const { state, failureReason } = task.task;
  return { taskId, state, failureReason, framesFolder: outputDirectoryOf(task.render.filePath) };
}

/** A frame counts once its commit is done; its files get their names a moment later. */
const publishLimitMs = 5000;
const lookAgainMs = 50;

async function requireFrames(folder: string): Promise<void> {
  const deadlineMs = performance.now() + publishLimitMs;
  let faults = await faultsOfFrames(folder, demoFrames);
  while (faults.some(({ isMissing }) => isMissing) && performance.now() < deadlineMs) {
    await delay(lookAgainMs);
    faults = await faultsOfFrames(folder, demoFrames);
  }
  const [first] = faults;
  if (first === undefined) return;
  throw new CliError(
    exitCodes.taskFailed,
    'frames-not-whole',
    `${count(faults.length, 'frame')} of ${demoFrames} in ${folder} cannot be used; frame ${first.frame}: ${first.fault}.`,
    { next: 'Render the demo anew with --again.' },
  );
}
