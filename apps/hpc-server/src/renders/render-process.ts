import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { rendererEnvironment } from '../processes/render-marker.ts';
import type { ProcessEnd } from './attempt-end.ts';
import { whyNotStarted } from './could-not-start.ts';
import type { RenderOrder } from './render-order.ts';

/** A renderer that runs. */
export interface RenderProcess {
  readonly pid: number;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly ended: Promise<ProcessEnd>;
}

interface LaunchInput {
  readonly order: RenderOrder;
  readonly workDirectory: string;
  readonly marker: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Starts the program of an order: no shell, its arguments as an array, leader of its own process group.
 *
 * @returns the running renderer, or why it could not be started.
 */
export async function launchRenderer(
  input: LaunchInput,
): Promise<RenderProcess | Extract<ProcessEnd, { kind: 'could-not-start' }>> {
  const { order } = input;
  try {
    const child = spawnRenderer(input);
    const ended = new Promise<ProcessEnd>((resolve) => {
      child.once('exit', (code, signal) => {
        resolve(signal === null ? { kind: 'exited', code: code ?? 0 } : { kind: 'signaled', signal });
      });
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.on('error', reject);
    });
    const { pid } = child;
    if (pid === undefined) throw new Error('the system gave it no process number');
    return { pid, stdout: child.stdout, stderr: child.stderr, ended };
  } catch (error) {
    return { kind: 'could-not-start', message: whyNotStarted(order.engine, error) };
  }
}

function spawnRenderer({
  order,
  workDirectory,
  marker,
  env,
}: LaunchInput): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(order.engine.executablePath, [...order.programArguments], {
    cwd: workDirectory,
    env: rendererEnvironment(env, marker),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own. On Windows this would open a console; taskkill finds the tree without.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
}
