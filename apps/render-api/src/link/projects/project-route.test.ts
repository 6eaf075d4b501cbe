import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { findTask, revokeMachine } from '@renderonline/database';
import { addTask, giveLease, type LinkTestTask } from '../testing/link-task.ts';
import { startTestLink, type TestLink, type TestMachine } from '../testing/test-link.ts';

describe('fetching a project', () => {
  const project = 'BLENDER-0123456789';
  const etag = `"${createHash('sha256').update(project).digest('hex')}"`;
  let link: TestLink;
  let machine: TestMachine;
  let task: LinkTestTask;
  before(async () => {
    link = await startTestLink();
    machine = await link.addMachine();
    task = await addTask(link, project);
    giveLease(link, machine, task.taskId, 1);
  });
  after(() => link.close());

  const fetchProject = (headers: Record<string, string> = {}, taskId = task.taskId, of = machine) =>
    fetch(`${link.url}/tasks/${taskId}/project`, { headers: { ...link.authorization(of), ...headers } });

  test('brings it whole, with its hash, which is written down', async () => {
    const response = await fetchProject();
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('etag'), etag);
    assert.equal(response.headers.get('content-length'), '18');
    assert.equal(await response.text(), project);
    const details = await findTask(link.database.db, { taskId: task.taskId });
    assert.equal(details?.render.fileSha256, etag.slice(1, -1));
  });

  test('brings a part, if it is still the same', async () => {
    const part = await fetchProject({ range: 'bytes=8-', 'if-range': etag });
    assert.deepEqual([part.status, await part.text()], [206, '0123456789']);
    assert.equal(part.headers.get('content-range'), 'bytes 8-17/18');
    const changed = await fetchProject({ range: 'bytes=8-', 'if-range': '"other"' });
    assert.deepEqual([changed.status, await changed.text()], [200, project]);
    const beyond = await fetchProject({ range: 'bytes=18-' });
    assert.equal(beyond.status, 416);
    assert.equal((await fetchProject({ 'if-none-match': etag })).status, 304);
  });

  test('is for machines that hold a lease of the task', async () => {
    const other = await link.addMachine('other');
    const foreign = await addTask(link);
    for (const response of [
      await fetchProject({}, task.taskId, other),
      await fetchProject({}, foreign.taskId),
      await fetchProject({}, 999_999),
    ]) {
      assert.equal(response.status, 409);
      assert.equal(((await response.json()) as { code: string }).code, 'lease-lost');
    }
    const stranger = await fetch(`${link.url}/tasks/${task.taskId}/project`);
    assert.equal(stranger.status, 401);
    giveLease(link, other, task.taskId, 2);
    assert.equal((await fetchProject({}, task.taskId, other)).status, 200);
    await revokeMachine(link.database, { machineId: other.machineId, nowMs: Date.now() });
    assert.equal((await fetchProject({}, task.taskId, other)).status, 403);
  });

  test('of a project that somebody removed says so', async () => {
    const gone = await addTask(link);
    giveLease(link, machine, gone.taskId, 3);
    await rm(gone.filePath);
    const response = await fetchProject({}, gone.taskId);
    assert.equal(response.status, 500);
    assert.equal(((await response.json()) as { code: string }).code, 'project-not-readable');
  });
});
