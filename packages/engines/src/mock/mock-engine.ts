#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { tinyPng } from './tiny-png.ts';

/**
 * A renderer that does as it is told, for tests and benches of everything around renderers. It speaks like
 * Blender. What its options do is in docs/engines.md.
 */
const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '1-1' },
    'frame-ms': { type: 'string', default: '0' },
    'exit-code': { type: 'string', default: '0' },
    'ignore-sigterm': { type: 'boolean', default: false },
    flood: { type: 'string', default: '0' },
    hang: { type: 'boolean', default: false },
    fork: { type: 'boolean', default: false },
    'kill-self': { type: 'string' },
    write: { type: 'string' },
    'write-half': { type: 'boolean', default: false },
    error: { type: 'string' },
  },
  allowPositionals: true,
});

const samples = 4;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** `#` stand for the digits of the frame, as in Blender's output path. */
function pathOfFrame(template: string, frame: number): string {
  return template.replace(/#+/, (marks) => String(frame).padStart(marks.length, '0'));
}

/** As Blender writes times: `01:02.34`. */
function timeSince(startedMs: number): string {
  const seconds = (performance.now() - startedMs) / 1000;
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${(seconds % 60).toFixed(2).padStart(5, '0')}`;
}

async function renderFrame(frame: number): Promise<void> {
  const startedMs = performance.now();
  const frameMs = Number(values['frame-ms']);
  const status = `Fra:${frame} Mem:1.00M (Peak 1.00M) | Time:00:00.00 | Mem:0.00M, Peak:0.00M | Mock, ViewLayer`;
  say(`${status} | Sample 0/${samples}`);
  for (let sample = 1; sample <= samples; sample++) {
    if (frameMs > 0) await sleep(frameMs / samples);
    say(`${status} | Sample ${sample}/${samples}`);
  }
  if (values.write !== undefined) {
    const path = pathOfFrame(values.write, frame);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, values['write-half'] ? tinyPng.subarray(0, tinyPng.length / 2) : tinyPng);
    say(`Saved: '${path}'`);
  }
  say(` Time: ${timeSince(startedMs)} (Saving: 00:00.00)\n`);
}

/** Output without line ends, as fast as the reader takes it. */
async function flood(bytes: number): Promise<void> {
  const block = Buffer.alloc(64 * 1024, 'x');
  for (let left = bytes; left > 0; left -= block.length) {
    const piece = left < block.length ? block.subarray(0, left) : block;
    if (!process.stdout.write(piece)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
  say('');
}

/** A child in a session of its own, deaf to SIGTERM, that keeps our output open. */
function fork(): void {
  const script = "process.on('SIGTERM', () => {}); setInterval(() => {}, 60_000)";
  const child = spawn(process.execPath, ['-e', script], { detached: true, stdio: 'inherit' });
  child.unref();
  say(`Forked ${child.pid ?? 0}`);
}

async function hang(): Promise<never> {
  say('Hanging');
  setInterval(() => undefined, 60_000);
  return new Promise<never>(() => undefined);
}

async function main(): Promise<void> {
  if (values['ignore-sigterm'])
    process.on('SIGTERM', () => {
      say('Ignoring SIGTERM');
    });
  say(`Mock engine ${process.pid}`);
  if (values.fork) fork();
  if (Number(values.flood) > 0) await flood(Number(values.flood));
  const [first = 1, last = first] = values.frames.split('-').map(Number);
  for (let frame = first; frame <= last; frame++) await renderFrame(frame);
  if (values.error !== undefined) say(`Error: ${values.error}`);
  if (values.hang) await hang();
  if (values['kill-self'] !== undefined) process.kill(process.pid, values['kill-self']);
  process.exitCode = Number(values['exit-code']);
}

await main();
