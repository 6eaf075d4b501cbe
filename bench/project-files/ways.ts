import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { root, startProgram, until } from '../../tests/support/program.ts';
import type { BenchFarm } from '../bench-farm.ts';

/** What came of an upload by the client, as its own program tells it. */
export interface ClientRun {
  readonly projectId: number;
  readonly sentBytes: number;
  readonly seconds: number;
  readonly peakMemoryBytes: number;
}

const chunkBytes = 512 * 1024;
const limitMs = 3_600_000;

/** Seconds that `cp -r` takes, with the sync after it. */
export async function copyFiles(folder: string, to: string): Promise<number> {
  const startedAt = performance.now();
  execFileSync('cp', ['-r', folder, to]);
  execFileSync('sync', ['-f', to]);
  const seconds = secondsSince(startedAt);
  await rm(to, { recursive: true });
  return seconds;
}

/** Seconds until a program at the other end of a plain connection has all files on its disk. */
export async function sendFiles(folder: string, to: string): Promise<number> {
  await mkdir(to);
  const sink = startProgram(process.execPath, [join(import.meta.dirname, 'socket-sink.ts'), to]);
  const line = await until('the sink', () => sink.stdout().includes('\n') && sink.stdout(), { limitMs });
  const { port } = JSON.parse(line) as { port: number };
  const socket = createConnection(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.setNoDelay();
  const answered = once(socket, 'data');
  const startedAt = performance.now();
  for (const name of await readdir(folder)) await sendFile(socket, join(folder, name));
  socket.end();
  await answered;
  const seconds = secondsSince(startedAt);
  await sink.ended;
  await rm(to, { recursive: true });
  return seconds;
}

async function sendFile(socket: Socket, path: string): Promise<void> {
  const file = await open(path);
  const { size } = await file.stat();
  const header = Buffer.alloc(8);
  header.writeBigUInt64LE(BigInt(size));
  socket.cork();
  socket.write(header);
  for (let sent = 0; sent < size;) {
    const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, size - sent));
    const { bytesRead } = await file.read(buffer);
    sent += bytesRead;
    const isTaken = socket.write(buffer.subarray(0, bytesRead));
    socket.uncork();
    if (!isTaken) await once(socket, 'drain');
  }
  await file.close();
}

/** Uploads with the real client in a program of its own. */
export async function uploadFiles(folder: string, { api, credentials }: BenchFarm): Promise<ClientRun> {
  const { email, token } = credentials;
  const args = [join(import.meta.dirname, 'client-program.ts'), folder, api.address, email, token];
  const client = startProgram(process.execPath, args, { cwd: root });
  const { code } = await client.ended;
  if (code !== 0) throw new Error(`The client ended with ${String(code)}:\n${client.output()}`);
  return JSON.parse(client.stdout()) as ClientRun;
}

export function secondsSince(startedAt: number): number {
  return (performance.now() - startedAt) / 1000;
}
