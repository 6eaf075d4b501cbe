// Templates against a listening server on a SQLite file, by the client.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { SaveTaskTemplateRequest, TemplateSubmission } from '@renderonline/contract';
import { addEngine, updateUser } from '@renderonline/database';
import { createClient, type Client } from '../../../../packages/client/src/index.ts';
import { createProjectClient } from '../projects/testing/project-client.ts';
import { filePart, multipart, multipartType, requestPart } from '../testing/multipart.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const submission: TemplateSubmission = {
  engineId: 1,
  arguments: { start_frame: '1', end_frame: '10' },
  priority: 70,
  requirements: { tags: ['fast'], memoryMb: 2048 },
  steps: [{ engineId: 2, arguments: {}, priority: 90 }],
};

describe('task templates', { timeout: 60_000 }, () => {
  let api: TestApi;
  let client: Client;
  let other: Client;
  let projectId: number;

  before(async () => {
    api = await startTestApi({ queueLimit: 100 });
    client = createClient({ baseUrl: api.url, ...api.headers });
    other = createClient({ baseUrl: api.url, email: 'other@example.com', token: 'other-token' });
    const renderArgument = 'convert $RENDERONLINE:@input_directory $RENDERONLINE:@output_directory';
    const { downloads: downloadPath } = api;
    await addEngine(api.database.db, { name: 'convert', extension: '.png', downloadPath, renderArgument });
    const scene = [{ path: 'a.blend', content: Buffer.from('a scene') }];
    projectId = await createProjectClient(api.url, api.headers).complete(scene);
  });
  after(() => api.close());

  const post = (body: object, key?: string) =>
    fetch(`${api.url}/renderapi/v2/task-templates`, {
      method: 'POST',
      headers: { ...api.headers, ...(key === undefined ? {} : { 'idempotency-key': key }) },
      body: JSON.stringify(body),
    });

  test('are saved, listed in pages, read, changed and deleted', async () => {
    const saved = await client.taskTemplates.save({ name: 'Turntable', submission });
    const { submission: kept, ...summary } = saved;
    assert.deepEqual(kept, submission);
    assert.deepEqual([summary.name, summary.isShared, summary.isOwn], ['Turntable', false, true]);
    assert.deepEqual(await client.taskTemplates.get(saved.templateId), saved);
    const second = await client.taskTemplates.save({ name: 'Second', submission });
    const first = await client.taskTemplates.list({ limit: 1 });
    assert.deepEqual(first, { taskTemplates: [summary], nextAfter: saved.templateId });
    const rest = await client.taskTemplates.list({ limit: 1, after: saved.templateId });
    assert.deepEqual([rest.taskTemplates[0]?.name, rest.nextAfter], ['Second', null]);
    const changed = await client.taskTemplates.change(second.templateId, { name: 'Third' });
    assert.deepEqual([changed.name, changed.submission], ['Third', submission]);
    const less = { engineId: 1, arguments: {} };
    const replaced = await client.taskTemplates.change(second.templateId, { submission: less });
    assert.deepEqual(replaced.submission, less);
    for (const { templateId } of [saved, second]) await client.taskTemplates.delete(templateId);
    await assert.rejects(client.taskTemplates.delete(saved.templateId), {
      ...{ status: 404, code: 'task-template-not-found' },
    });
  });

  test('that make no sense are refused, and nothing is kept', async () => {
    const save = (request: SaveTaskTemplateRequest) => client.taskTemplates.save(request);
    await assert.rejects(save({ name: 'x' }), { code: 'request-invalid' });
    await assert.rejects(save({ name: 'x', submission, fromTaskId: 1 }), { code: 'request-invalid' });
    await assert.rejects(save({ name: 'x', fromTaskId: 999 }), { code: 'task-not-found' });
    const unknown = { engineId: 99, arguments: {} };
    await assert.rejects(save({ name: 'x', submission: unknown }), { code: 'engine-not-found' });
    await assert.rejects(save({ name: 'x', submission: { ...submission, steps: [unknown] } }), {
      code: 'engine-not-found',
    });
    for (const body of [
      { name: '', submission },
      { name: 'a\u001bb', submission },
      { name: 'x', submission: { ...submission, projectId: 1 } },
      { name: 'x', submission: { ...submission, dependsOn: [1] } },
      { name: 'x', submission: { ...submission, templateId: 1 } },
    ]) {
      assert.equal((await post(body)).status, 400, JSON.stringify(body));
    }
    const text = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`a${at}`, 'x'.repeat(4000)]));
    await assert.rejects(save({ name: 'x', submission: { engineId: 1, arguments: text } }), {
      code: 'value-invalid',
    });
    assert.deepEqual((await client.taskTemplates.list()).taskTemplates, []);
  });

  test('are saved once, however often the request comes', async () => {
    const body = { name: 'Once', submission };
    const answers = await Promise.all([post(body, 'once'), post(body, 'once'), post(body, 'once')]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [201, 201, 201],
    );
    assert.equal(answers.filter(({ headers }) => headers.has('idempotent-replayed')).length, 2);
    assert.equal((await post({ ...body, name: 'Other' }, 'once')).status, 422);
    assert.equal((await post(body)).status, 409);
    const { taskTemplates } = await client.taskTemplates.list();
    assert.deepEqual(
      taskTemplates.map(({ name }) => name),
      ['Once'],
    );
    await client.taskTemplates.delete(taskTemplates[0]?.templateId ?? 0);
  });

  test('complete what is submitted with them, of a project and of a file', async () => {
    const { templateId } = await client.taskTemplates.save({ name: 'Shot', submission });
    const own = { arguments: { end_frame: '3' }, requirements: { needsGpu: true }, steps: [] };
    const plain = await client.submit({ templateId, projectId });
    assert.equal(plain.stepTaskIds.length, 1);
    const task = await client.task(plain.taskId);
    assert.deepEqual(task.arguments, submission.arguments);
    assert.deepEqual([task.priority, task.requirements.tags], [70, ['fast']]);
    assert.equal((await client.task(plain.stepTaskIds[0] ?? 0)).priority, 90);
    const changed = await client.submit({ templateId, projectId, ...own, priority: 10 });
    assert.deepEqual(changed.stepTaskIds, []);
    const view = await client.task(changed.taskId);
    assert.deepEqual(view.arguments, { start_frame: '1', end_frame: '3' });
    assert.equal(view.priority, 10);
    assert.deepEqual(view.requirements, {
      tags: ['fast'],
      memoryMb: 2048,
      needsGpu: true,
      engineVersion: null,
    });
    assert.equal(view.progress.framesTotal, 3);
    const submitFile = () =>
      fetch(`${api.url}/renderapi/v2/tasks`, {
        method: 'POST',
        headers: { ...api.headers, 'content-type': multipartType, 'idempotency-key': 'file' },
        body: multipart([requestPart({ templateId, ...own }), filePart('scene.blend')]),
      });
    const ofFile = (await (await submitFile()).json()) as { taskId: number };
    assert.deepEqual((await client.task(ofFile.taskId)).arguments, view.arguments);
    await client.taskTemplates.delete(templateId);
    const again = await submitFile();
    assert.equal(again.headers.get('idempotent-replayed'), 'true');
    await assert.rejects(client.submit({ templateId, projectId }), { code: 'task-template-not-found' });
    await assert.rejects(client.submit({ projectId }), { code: 'request-invalid', message: /templateId/ });
  });

  test('are made of tasks, with the steps that these were submitted with', async () => {
    const { taskId, stepTaskIds } = await client.submit({ ...submission, projectId });
    const made = await client.taskTemplates.save({ name: 'Of a task', fromTaskId: taskId });
    const usual = { order: 'ascending' } as const;
    assert.deepEqual(made.submission, {
      ...{ ...submission, ...usual },
      steps: submission.steps?.map((step) => ({ ...step, ...usual })),
    });
    const { templateId: ofTask } = await client.taskTemplates.save({ name: 'Replaced', submission });
    const replaced = await client.taskTemplates.change(ofTask, { fromTaskId: taskId });
    assert.deepEqual(replaced.submission, made.submission);
    const ofStep = await client.taskTemplates.save({ name: 'Of a step', fromTaskId: stepTaskIds[0] ?? 0 });
    assert.deepEqual(ofStep.submission, { engineId: 2, arguments: {}, priority: 90, ...usual });
    await assert.rejects(other.taskTemplates.save({ name: 'x', fromTaskId: taskId }), { status: 404 });
  });

  test('are their user’s own, until an admin shares them', async () => {
    const { templateId } = await client.taskTemplates.save({ name: 'Mine', submission });
    const absent = { status: 404, code: 'task-template-not-found' };
    await assert.rejects(other.taskTemplates.get(templateId), absent);
    await assert.rejects(other.taskTemplates.change(templateId, { name: 'x' }), absent);
    await assert.rejects(other.taskTemplates.delete(templateId), absent);
    const forbidden = { status: 403, code: 'admins-only' };
    await assert.rejects(client.taskTemplates.change(templateId, { isShared: true }), forbidden);
    await assert.rejects(client.taskTemplates.save({ name: 'y', submission, isShared: true }), forbidden);
    await updateUser(api.database.db, { userId: 1, role: 'admin' });
    assert.equal((await client.taskTemplates.change(templateId, { isShared: true })).isShared, true);
    assert.deepEqual(
      (await other.taskTemplates.list()).taskTemplates.map(({ name, isOwn }) => [name, isOwn]),
      [['Mine', false]],
    );
    assert.deepEqual((await other.taskTemplates.get(templateId)).submission, submission);
    await assert.rejects(other.taskTemplates.change(templateId, { name: 'x' }), forbidden);
    await assert.rejects(other.taskTemplates.delete(templateId), forbidden);
    await updateUser(api.database.db, { userId: 1, role: 'user' });
    // What everybody uses does not change by somebody who is no admin any more; it may go.
    await assert.rejects(client.taskTemplates.change(templateId, { name: 'x' }), forbidden);
    await client.taskTemplates.delete(templateId);
  });

  test('that another version has written say so, and can be replaced', async () => {
    const { templateId } = await client.taskTemplates.save({ name: 'Old', submission });
    await api.database.db
      .updateTable('task_templates')
      .set({ submission: '{"engine":"blender"}' })
      .where('template_id', '=', templateId)
      .execute();
    const outdated = { status: 409, code: 'task-template-outdated' };
    await assert.rejects(client.taskTemplates.get(templateId), outdated);
    await assert.rejects(client.submit({ templateId, projectId }), outdated);
    assert.ok((await client.taskTemplates.list()).taskTemplates.some(({ name }) => name === 'Old'));
    assert.deepEqual((await client.taskTemplates.change(templateId, { submission })).submission, submission);
  });
});
