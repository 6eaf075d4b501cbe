import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { isThereWithin } from './is-there-within.ts';
import { createMessageLines } from './message-lines.ts';
import { createOutputTail } from './output-tail.ts';
import type { HostedProcess, ProcessExit, SessionHost } from './session-host.ts';

/** Pipes of an ended process end at once, unless a child of it holds them open. */
const drainLimitMs = 1000;

interface ProcessListener {
  /** A line of either stream. */
  line(text: string): void;
  message(message: unknown): void;
  /** Its messages cannot be understood; nothing comes after this. */
  garbled(error: Error): void;
}

/** A renderer's process with its four pipes, and a folder of its own for temporary files. */
export interface SessionProcess {
  send(command: object): void;
  /** No more commands: the process is to close by itself. */
  endCommands(): void;
  kill(): Promise<void>;
  lastLines(): readonly string[];
  forgetLines(): void;
  /** Resolves when it has ended and all that it said has been read. Never rejects. */
  readonly ended: Promise<ProcessExit>;
}

/** @throws the system's error when there can be no folder for temporary files. */
export function startSessionProcess(
  file: string,
  args: readonly string[],
  host: SessionHost,
  listener: ProcessListener,
): SessionProcess {
  // Renderers remove their temporary files only when they are not killed.
  const temporary = mkdtempSync(join(host.temporaryFolder ?? tmpdir(), 'renderonline-session-'));
  const child = host.launch(file, args, { env: { TMPDIR: temporary, TMP: temporary, TEMP: temporary } });
  // Commands to a process that has ended are lost, as everything else in it; its end tells.
  child.orders.on('error', () => undefined);
  const tail = createOutputTail();
  const read = Promise.all([
    ...(['stdout', 'stderr'] as const).map((name) =>
      tail.read(
        child[name],
        (chunk) => host.log(chunk, name),
        (line) => {
          listener.line(line);
        },
      ),
    ),
    readMessages(child.events, listener),
  ]);

  return {
    send(command) {
      if (child.orders.writable) child.orders.write(`${JSON.stringify(command)}\n`);
    },
    endCommands: () => child.orders.end(),
    kill: () => child.kill(),
    lastLines: () => tail.lastLines(),
    forgetLines: () => {
      tail.forget();
    },
    ended: finish(child, read, temporary),
  };
}

async function readMessages(events: Readable, listener: ProcessListener): Promise<void> {
  const lines = createMessageLines();
  try {
    for await (const chunk of events as AsyncIterable<Buffer>) {
      for (const message of lines.push(chunk)) listener.message(message);
    }
  } catch (error) {
    listener.garbled(error instanceof Error ? error : new Error(String(error)));
  }
}

async function finish(child: HostedProcess, read: Promise<unknown>, temporary: string): Promise<ProcessExit> {
  const exit = await child.exited;
  if (!(await isThereWithin(read, drainLimitMs))) {
    for (const stream of [child.stdout, child.stderr, child.events]) stream.destroy();
  }
  // Left to the system's own cleaning when it cannot be removed.
  await rm(temporary, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  return exit;
}
