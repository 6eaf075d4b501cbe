import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { HpcServerSettings } from '../settings/hpc-server-settings.ts';
import { callHpc } from '../testing/hpc-caller.ts';
import { childrenOf, isRunning, untilGone, untilSaid } from '../testing/processes.ts';
import { testSettings } from '../testing/test-server.ts';
import { until } from '../testing/until.ts';

const agentPath = fileURLToPath(new URL('../testing/agent-program.ts', import.meta.url));

interface Agent {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly port: number;
  readonly guardianPid: number;
}

describe('the death of HPCServer', () => {
  let settings: HpcServerSettings;
  const children = new Set<ChildProcess>();
  const rendererPids: number[] = [];
  before(async () => {
    settings = await testSettings();
  });
  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    // Left only when a test has failed.
    for (const pid of rendererPids.filter(isRunning)) process.kill(pid, 'SIGKILL');
    await rm(settings.dataDirectory, { recursive: true, force: true });
  });

  /** Starts HPCServer as a program; `said` is what it printed first. */
  async function launch(): Promise<{ child: ChildProcess; said: Record<string, unknown> }> {
    const child = spawn(process.execPath, [agentPath, JSON.stringify(settings)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    children.add(child);
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    return { child, said: JSON.parse(line) as Record<string, unknown> };
  }

  async function startAgent(): Promise<Agent> {
    const { child, said } = await launch();
    assert.ok(child.pid !== undefined && said['error'] === undefined, JSON.stringify(said));
    return { child, pid: child.pid, port: Number(said['port']), guardianPid: Number(said['guardianPid']) };
  }

  /** Has an agent render: a renderer deaf to SIGTERM, and a child of it in a session of its own. */
  async function startRender({ port }: Agent): Promise<number[]> {
    const hpc = callHpc(port);
    const answer = await hpc.start({
      EngineId: 'mock',
      TaskId: 1,
      Arguments: '--ignore-sigterm --fork --hang',
    });
    assert.equal(answer.status, 200, answer.Message);
    const logPath = await hpc.logPath();
    const pids = [await untilSaid(logPath, /Mock engine (\d+)/), await untilSaid(logPath, /Forked (\d+)/)];
    rendererPids.push(...pids);
    await untilSaid(logPath, /(Hanging)/);
    assert.ok(pids.every(isRunning));
    return pids;
  }

  it('by SIGKILL ends its renderers, those that left the group too, and then the guardian', async () => {
    const agent = await startAgent();
    const renderers = await startRender(agent);
    process.kill(agent.pid, 'SIGKILL');
    for (const pid of [...renderers, agent.guardianPid]) await untilGone(pid);
  });

  it('by SIGKILL of its whole process group ends them as well', async () => {
    const agent = await startAgent();
    const renderers = await startRender(agent);
    process.kill(-agent.pid, 'SIGKILL');
    for (const pid of [...renderers, agent.guardianPid]) await untilGone(pid);
  });

  it('together with its guardian leaves renderers, which the next start ends', async () => {
    const agent = await startAgent();
    const renderers = await startRender(agent);
    process.kill(agent.guardianPid, 'SIGKILL');
    process.kill(agent.pid, 'SIGKILL');
    await untilGone(agent.pid);
    assert.ok(renderers.every(isRunning), 'nobody was there to end them');

    const next = await startAgent();
    assert.deepEqual(renderers.map(isRunning), [false, false], 'gone before it listens');
    assert.equal((await callHpc(next.port).status()).Task, null);
    process.kill(next.pid, 'SIGKILL');
    await untilGone(next.guardianPid);
  });

  it('after that of its guardian finds another one, which ends the renderers', async () => {
    const agent = await startAgent();
    const renderers = await startRender(agent);
    process.kill(agent.guardianPid, 'SIGKILL');
    const next = await until('another guardian', () => {
      const children = childrenOf(agent.pid);
      return children.find((pid) => pid !== agent.guardianPid && !renderers.includes(pid));
    });
    assert.ok(renderers.every(isRunning), 'its death is no harm to them');
    process.kill(agent.pid, 'SIGKILL');
    for (const pid of [...renderers, next]) await untilGone(pid);
  });
});
