import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { writeMembership } from '../joining/membership.ts';
import { startFakeRenderApi, type FakeRenderApi } from '../link/testing/fake-render-api.ts';
import { testMembership } from '../link/testing/test-machine.ts';
import type { HpcServerSettings } from '../settings/hpc-server-settings.ts';
import { isRunning, untilGone } from '../testing/processes.ts';
import { leaseOf, mockTask, usualProject } from '../testing/test-runner.ts';
import { testSettings } from '../testing/test-server.ts';
import { until } from '../testing/until.ts';

const agentPath = fileURLToPath(new URL('../testing/agent-program.ts', import.meta.url));

describe('the death of a machine with leases', () => {
  let api: FakeRenderApi;
  let settings: HpcServerSettings;
  /** Names of the files that arrived whole. */
  let arrived: string[];
  const children = new Set<ChildProcess>();

  beforeEach(async () => {
    api = await startFakeRenderApi();
    api.onRequest = answer;
    arrived = [];
    settings = await testSettings({ isPortGiven: false });
    await writeMembership(settings.dataDirectory, testMembership(api.address));
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await api.stop();
    await rm(settings.dataDirectory, { recursive: true, force: true });
  });

  function answer(request: IncomingMessage, response: ServerResponse): void {
    if (request.method === 'GET') {
      response.writeHead(200, { 'content-length': usualProject.length }).end(usualProject);
      return;
    }
    request.resume().on('end', () => {
      arrived.push((request.url ?? '').split('/').at(-1) ?? '');
      response.writeHead(204).end();
    });
  }

  /** Starts HPCServer as a program, and waits until it is linked. */
  async function startAgent(): Promise<ChildProcess> {
    const hellos = api.hellos.length;
    const child = spawn(process.execPath, [agentPath, JSON.stringify(settings)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    children.add(child);
    await until('it says hello', () => api.hellos.length > hellos);
    return child;
  }

  const inLog = (leaseId: number, pattern: RegExp) =>
    until(`${pattern} in the log of lease ${leaseId}`, () => {
      const folder = join(settings.dataDirectory, 'attempts');
      const names = readdirSync(folder).filter((name) => name.endsWith(`-lease-${leaseId}.log`));
      const found = names.map((name) => pattern.exec(readFileSync(join(folder, name), 'utf8'))?.[1]);
      const pid = found.find((text) => text !== undefined);
      return pid === undefined ? undefined : Number(pid);
    });

  it('ends its renderers, and the next life has nothing of it but what was said', async () => {
    const agent = await startAgent();
    api.live = [{ leaseId: 1, token: 'token-1' }];
    api.say({ type: 'task', task: mockTask(1, '--ignore-sigterm --fork --hang') });
    api.say({ type: 'offer', leases: [leaseOf(1, 1, 1, 2), leaseOf(2, 1, 3)] });
    const pids = [await inLog(1, /Mock engine (\d+)/), await inLog(1, /Forked (\d+)/)];
    await until('frame 1 is done', () => api.applied.some(({ kind }) => kind === 'frame-done'));
    agent.kill('SIGKILL');
    for (const pid of pids) await untilGone(pid);
    // As a machine leaves it that was killed while it uploaded.
    const leftOver = join(settings.dataDirectory, 'leases', 'lease-9-9', 'output');
    await mkdir(leftOver, { recursive: true });
    await writeFile(join(leftOver, 'frame_0009.png'), 'half');

    await startAgent();
    assert.deepEqual(api.hellos.at(-1)?.held, []);
    assert.deepEqual(readdirSync(join(settings.dataDirectory, 'leases')), []);
    api.say({ type: 'task', task: mockTask(1) });
    api.say({ type: 'offer', leases: [leaseOf(1, 1, 1, 2)] });
    await until('the lease ends', () => api.applied.some(({ kind }) => kind === 'ended'));
    assert.deepEqual(api.faults, []);
    assert.deepEqual(arrived, ['frame_0001.png', 'frame_0001.png', 'frame_0002.png']);
    assert.deepEqual(pids.map(isRunning), [false, false]);
  });

  it('by a farewell ends its renderers as well', async () => {
    const agent = await startAgent();
    api.live = [{ leaseId: 1, token: 'token-1' }];
    api.say({ type: 'task', task: mockTask(1, '--ignore-sigterm --fork --hang') });
    api.say({ type: 'offer', leases: [leaseOf(1, 1, 1)] });
    const pids = [await inLog(1, /Mock engine (\d+)/), await inLog(1, /Forked (\d+)/)];
    api.say({ type: 'revoked' });
    for (const pid of pids) await untilGone(pid);
    agent.kill('SIGKILL');
  });
});
