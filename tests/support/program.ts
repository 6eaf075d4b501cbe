import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export const root = join(import.meta.dirname, '..', '..');
export const cli = join(root, 'apps', 'cli', 'bin', 'renderonline.mjs');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Program {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Everything it has said so far, standard output and error together. */
  output(): string;
  stdout(): string;
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): Promise<Ended>;
  /** Highest resident memory so far in bytes (Linux). */
  peakMemoryBytes(): number;
}

const running = new Set<Program>();

/** Starts a program of the project as a user would, with nothing of this environment's RENDERONLINE_*. */
export function startProgram(
  file: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Program {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(RENDERONLINE_|NODE_TEST)/.test(name));
  const child = spawn(file, args, {
    cwd: options.cwd ?? root,
    env: { ...Object.fromEntries(inherited), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      running.delete(program);
      resolve({ code, signal });
    });
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${file} could not be started`);
  const program: Program = {
    child,
    pid,
    output: () => output,
    stdout: () => stdout,
    ended,
    kill: (signal) => {
      child.kill(signal);
      return ended;
    },
    peakMemoryBytes: () => {
      const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
      return Number(line?.[1] ?? 0) * 1024;
    },
  };
  running.add(program);
  return program;
}

/** `renderonline …` on the Node that runs the tests. */
export function startCli(args: readonly string[], options: Parameters<typeof startProgram>[2] = {}): Program {
  return startProgram(process.execPath, [cli, ...args], options);
}

/** Runs `renderonline …` to its end and gives back what it printed; throws unless it ends with `code`. */
export async function runCli(
  args: readonly string[],
  options: Parameters<typeof startProgram>[2] & { readonly code?: number } = {},
): Promise<string> {
  const program = startCli(args, options);
  const { code } = await program.ended;
  if (code !== (options.code ?? 0)) {
    throw new Error(`renderonline ${args.join(' ')} ended with ${String(code)}:\n${program.output()}`);
  }
  return program.stdout();
}

/** Ends whatever a test left running, at once; for `after` hooks. */
export async function killAllPrograms(): Promise<void> {
  await Promise.all([...running].map((program) => program.kill('SIGKILL')));
}

/** A port that nothing listens on at this moment, on loopback. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Waits for a condition of another program, which can only be asked again and again; fails with
 * `what` (and what `explain` says) when it has not come within the limit.
 */
export async function until<T>(
  what: string,
  condition: () => Promise<T | undefined | false> | T | undefined | false,
  { limitMs = 60_000, explain = () => '' }: { limitMs?: number; explain?: () => string } = {},
): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const value = await condition();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > deadline) throw new Error(`Waited ${limitMs / 1000} s for ${what}\n${explain()}`);
    await delay(50);
  }
}
