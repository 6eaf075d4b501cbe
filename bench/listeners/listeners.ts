import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '../../packages/client/src/index.ts';
import { addUser, openDatabase } from '../../packages/database/src/index.ts';
import { startBenchFarm, type BenchFarm } from '../bench-farm.ts';
import { useOf } from '../fleet/process-use.ts';
import { describeMs } from '../statistics.ts';
import { startListenerFleet, type ListenerFleet } from './listener-fleet.ts';

const listenersOfUser = 100;
const userCount = 100;
const processes = 2;
const changes = 20;
/** Two heartbeats of every listener. */
const idleMs = 30_000;

/**
 * Ten thousand who listen to GET /renderapi/v2/events while nothing happens: what each costs RenderAPI, and how long it
 * takes until all listeners of a task know of its change, with and without the listeners of others (Linux).
 */
export async function benchListeners(): Promise<void> {
  const total = userCount * listenersOfUser;
  const files = Number(execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' })) || Infinity;
  if (files < total + 200) {
    console.log(`listeners: not measured, a process may open ${files} files here (ulimit -n)`);
    return;
  }
  const farm = await startBenchFarm({ template: 'bench $RENDERONLINE:@uploaded_file' });
  const fleets: ListenerFleet[] = [];
  try {
    const { pid } = farm.api.program;
    const port = Number(new URL(farm.api.address).port);
    const [first, ...others] = await addUsers(farm);
    if (first === undefined) return;
    const change = await submit(farm, first);
    const watchers = startListenerFleet();
    fleets.push(watchers);
    await delay(2000);
    const cpuAlone = await idleCpu(pid);
    await watchers.listen({ port, users: [first], listenersOfUser });
    const alone = await toldMs(watchers, first.email, change);

    const before = useOf(pid);
    const begunMs = performance.now();
    const perProcess = Math.ceil(others.length / processes);
    for (let at = 0; at < others.length; at += perProcess) {
      const fleet = startListenerFleet();
      fleets.push(fleet);
      // One after the other: the first sign-ins of all at once would be refused as too many.
      await fleet.listen({ port, users: others.slice(at, at + perProcess), listenersOfUser });
    }
    const tookS = (performance.now() - begunMs) / 1000;
    const cpuAmong = await idleCpu(pid);
    const perListener = (useOf(pid).memoryBytes - before.memoryBytes) / (others.length * listenersOfUser);
    const among = await toldMs(watchers, first.email, change);

    console.log(`${total} listeners of ${userCount} users, connected in ${tookS.toFixed(0)} s`);
    console.log(`  memory of RenderAPI             ${(perListener / 1024).toFixed(1)} KiB a listener`);
    console.log(`  CPU while nothing happens       ${cpuAmong} of a core (${cpuAlone} without listeners)`);
    console.log(`  a task's change → its ${listenersOfUser} know`);
    console.log(`    no other listens              ${describeMs(alone)}`);
    console.log(`    all of them listen            ${describeMs(among)}`);
  } finally {
    for (const fleet of fleets) fleet.end();
    await farm.end();
  }
}

interface Credentials {
  readonly email: string;
  readonly token: string;
}

async function addUsers(farm: BenchFarm): Promise<Credentials[]> {
  const database = await openDatabase(`Data Source=${join(farm.folder, 'farm.db')}`);
  try {
    const users = Array.from({ length: userCount }, (_, index) => ({
      email: `listener-${index}@example.com`,
      token: `token-of-listener-${index}`,
    }));
    const person = { firstName: '', lastName: '', subscriptionId: 1, isActive: true };
    for (const user of users) await addUser(database.db, { ...person, ...user });
    return users;
  } finally {
    await database.close();
  }
}

/** @returns changes the priority of a task that waits for ever */
async function submit(farm: BenchFarm, user: Credentials): Promise<(priority: number) => Promise<void>> {
  const client = createClient({ baseUrl: farm.api.address, ...user });
  const filePath = join(farm.folder, 'project.bin');
  await writeFile(filePath, 'a project');
  const project = { engineId: 1, arguments: {}, filePath, fileName: 'project.bin' };
  const { taskId } = await client.enqueue(project);
  return async (priority) => {
    await client.setPriority(taskId, priority);
  };
}

/** From the moment before a change is asked for until the last listener has it. */
async function toldMs(
  fleet: ListenerFleet,
  email: string,
  change: (priority: number) => Promise<void>,
): Promise<number[]> {
  const times: number[] = [];
  for (let priority = 1; priority <= changes; priority++) {
    // About three changes a second are told of each task; an idle one is told at once.
    await delay(500);
    const begunMs = performance.timeOrigin + performance.now();
    const atMs = await fleet.timesOf(email, `"priority":${priority},`, () => change(priority));
    times.push(Math.max(...atMs) - begunMs);
  }
  // So that the next round changes something from its first change on.
  await change(50);
  return times;
}

async function idleCpu(pid: number): Promise<string> {
  const [before, begunMs] = [useOf(pid), performance.now()];
  await delay(idleMs);
  return `${(((useOf(pid).cpuMs - before.cpuMs) / (performance.now() - begunMs)) * 100).toFixed(1)} %`;
}
