import { mkdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { tinyPng } from './tiny-png.ts';

/**
 * A Blender in a session, for tests and benches of everything around sessions: it is started with Blender's
 * arguments, and its project is a JSON file that says how it is to behave (docs/engines.md).
 */
interface Behaviour {
  loadMs?: number;
  frameMs?: number;
  findings?: object[];
  memoryMb?: number;
  /** What happens in which frame. */
  frames?: Record<string, 'fail' | 'crash' | 'hang' | 'write-half' | 'write-nothing' | 'garble' | 'exit'>;
  /** Goes on with a frame that is canceled. */
  isDeaf?: boolean;
  /** Ends before it is ready, saying this. */
  refusal?: string;
}

interface Command {
  kind: string;
  id: number;
  frame: number;
  directory: string;
  marker: string;
}

const steps = 4;
const project = process.argv[4] ?? '';
const behaviour = JSON.parse(readFileSync(project, 'utf8')) as Behaviour;
let canceled = 0;

function say(event: object): void {
  writeSync(4, `${JSON.stringify(event)}\n`);
}

async function open(marker: string): Promise<void> {
  await sleep(behaviour.loadMs ?? 0);
  if (behaviour.refusal !== undefined) {
    console.log(`Error: ${behaviour.refusal}`);
    process.exit(1);
  }
  console.log(marker);
  const memoryMb = behaviour.memoryMb ?? 100;
  say({ kind: 'ready', version: '3.4.1', findings: behaviour.findings ?? [], memoryMb });
}

async function render(command: Command): Promise<void> {
  const { id, frame } = command;
  const started = performance.now();
  for (let step = 0; step < steps; step++) {
    console.log(
      `Fra:${frame} Mem:1.00M (Peak 1.00M) | Time:00:00.00 | Scene, ViewLayer | Sample ${step}/${steps}`,
    );
    await sleep((behaviour.frameMs ?? 0) / steps);
    if (canceled !== id || behaviour.isDeaf === true) continue;
    say({ kind: 'canceled', id });
    return;
  }
  await endFrame(command, performance.now() - started);
}

async function endFrame({ id, frame, directory }: Command, renderMs: number): Promise<void> {
  const what = behaviour.frames?.[frame];
  const path = join(directory, `frame_${String(frame).padStart(4, '0')}.png`);
  const memoryMb = behaviour.memoryMb ?? 100;
  const facts = { id, renderMs, memoryMb, peakMemoryMb: memoryMb };
  mkdirSync(directory, { recursive: true });
  switch (what) {
    case 'crash':
      process.kill(process.pid, 'SIGKILL');
      break;
    case 'exit':
      process.exit(1);
      break;
    case 'hang':
      await new Promise(() => setInterval(() => undefined, 60_000));
      break;
    case 'garble':
      writeSync(4, 'this is no message\n');
      break;
    case 'fail':
      say({ kind: 'failed', id, message: 'Error: Out of memory' });
      break;
    case 'write-nothing':
      say({ kind: 'done', files: [], ...facts });
      break;
    case 'write-half':
    case undefined:
      writeFileSync(path, what === 'write-half' ? tinyPng.subarray(0, tinyPng.length / 2) : tinyPng);
      say({ kind: 'done', files: [path], ...facts });
      break;
  }
}

let last: Promise<void> = Promise.resolve();
// A file stream would keep a thread waiting in `read`, and so this process from ending.
const commands = createInterface({ input: new Socket({ fd: 3, writable: false }) });
commands.on('line', (line) => {
  const command = JSON.parse(line) as Command;
  if (command.kind === 'open') last = open(command.marker);
  if (command.kind === 'render') last = last.then(() => render(command));
  if (command.kind === 'cancel') {
    canceled = command.id;
    say({ kind: 'breaking', id: command.id, canBreak: true });
  }
});
commands.on('close', () => process.exit(0));
