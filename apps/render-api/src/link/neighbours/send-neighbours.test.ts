import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { acceptNeighboursHeader, leastSharedBytes, readNeighbours } from '@renderonline/contract';
import { addTask, giveLease } from '../testing/link-task.ts';
import { startTestLink, type TestLink, type TestMachine } from '../testing/test-link.ts';
import { waitUntil } from '../testing/wait-until.ts';

const place = { port: 5002, addresses: ['192.168.1.7', 'fd00::7'] };

describe('machines that ask for a neighbour', () => {
  let link: TestLink;
  let sharer: TestMachine;
  let other: TestMachine;
  const project = randomBytes(leastSharedBytes / 2).toString('hex');
  const sha256 = createHash('sha256').update(project).digest('hex');
  let taskId: number;
  before(async () => {
    link = await startTestLink();
    sharer = await link.addMachine('sharer');
    other = await link.addMachine('other');
    taskId = await leasedTask(project);
  });
  after(() => link.close());

  async function leasedTask(content: string): Promise<number> {
    const task = await addTask(link, content);
    await writeFile(task.filePath, content);
    for (const machine of [sharer, other]) giveLease(link, machine, task.taskId, link.leases.size + 1);
    return task.taskId;
  }
  const ask = (machine: TestMachine, headers: Record<string, string> = { [acceptNeighboursHeader]: '1' }) =>
    fetch(`${link.url}/tasks/${taskId}/project`, { headers: { ...link.authorization(machine), ...headers } });

  test('get the file while there is none, and its address once there is', async () => {
    const agent = await link.connect(sharer, { hello: { sharing: place } });
    const { sharing } = await agent.heard('welcome');
    assert.match(sharing?.key ?? '', /^[\w-]{43}$/);
    const first = await ask(sharer);
    assert.deepEqual([first.status, (await first.text()).length], [200, project.length]);
    const answer = await waitUntil('a neighbour', async () => {
      const response = await ask(other);
      if (response.status === 300) return response.json();
      await response.text();
      return undefined;
    });
    const [neighbour, ...rest] = readNeighbours(answer);
    assert.deepEqual(rest, []);
    assert.equal(neighbour?.machineId, sharer.machineId);
    assert.deepEqual([neighbour.port, neighbour.addresses], [place.port, place.addresses]);
    assert.match(neighbour.ticket, new RegExp(`^${other.machineId}\\.${sha256}\\.`));
  });

  test('get the file when they do not ask for it, and when the neighbour has gone', async () => {
    link.parts.neighbours.join(sharer.machineId, place);
    link.parts.neighbours.noteHolder(sharer.machineId, sha256);
    assert.equal((await ask(other)).status, 300);
    const plain = await ask(other, {});
    assert.deepEqual([plain.status, await plain.text()], [200, project]);
    assert.equal((await ask(await link.addMachine('without a lease'))).status, 409);
    const agent = await link.connect(sharer, { hello: { sharing: place, bootId: '000000000000002-boot' } });
    await agent.heard('welcome');
    assert.equal((await ask(other)).status, 300);
    agent.socket.terminate();
    await waitUntil('the file', async () => {
      const response = await ask(other);
      await response.text();
      return response.status === 200;
    });
  });
});
