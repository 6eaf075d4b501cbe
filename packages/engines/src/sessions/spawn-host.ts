import { spawn } from 'node:child_process';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import type { HostedProcess, ProcessExit, SessionHost } from './session-host.ts';

/**
 * A host that only starts and kills processes: for tests and measurements. HPCServer's own host guards whole
 * process trees.
 *
 * @param log is given all that the process prints
 */
export function createSpawnHost(log: (chunk: Buffer) => void = () => undefined): SessionHost {
  return {
    clock: { elapsedMs: () => performance.now() },
    log(chunk) {
      log(chunk);
      return undefined;
    },
    launch: (file, args, { env }) => launch(file, args, { ...process.env, ...env }),
  };
}

function launch(file: string, args: readonly string[], env: NodeJS.ProcessEnv): HostedProcess {
  const child = spawn(file, [...args], { env, stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'] });
  const exited = new Promise<ProcessExit>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal, message: null });
    });
    child.once('error', ({ message }) => {
      resolve({ code: null, signal: null, message });
    });
  });
  const [, stdout, stderr, orders, events] = child.stdio;
  return {
    stdout: stdout ?? ended(),
    stderr: stderr ?? ended(),
    orders: (orders as Writable | null) ?? new PassThrough(),
    events: (events as Readable | null) ?? ended(),
    exited,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** The stream of a process that could not be started. */
function ended(): Readable {
  return new PassThrough().end();
}
