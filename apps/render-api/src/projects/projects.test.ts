// Projects of several files, against a listening server on a SQLite file.
import assert from 'node:assert/strict';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Problem, ProjectCreated, ProjectDetails, ProjectList } from '@renderonline/contract';
import { addEngine, cancelTask, findTask, loadFarmTasks } from '@renderonline/database';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { startTestApi, type TestApi } from '../testing/test-api.ts';
import { createProjectClient, manifestOf, sha256Of, type ProjectClient } from './testing/project-client.ts';

const file = (path: string, content: string) => ({ path, content: Buffer.from(content) });

describe('projects', { timeout: 60_000 }, () => {
  let api: TestApi;
  let client: ProjectClient;
  let stranger: ProjectClient;
  before(async () => {
    api = await startTestApi({ queueLimit: 100, flags: { MaxProjectFiles: 50, MaxProjectBytes: 10_000 } });
    client = createProjectClient(api.url, api.headers);
    stranger = createProjectClient(api.url, { email: 'other@example.com', token: 'other-token' });
  });
  after(() => api.close());

  async function read<T>(response: Response, status: number, schema: TSchema): Promise<T> {
    const body: unknown = await response.json();
    assert.equal(response.status, status, JSON.stringify(body));
    assert.deepEqual(Compile(schema).Errors(body), []);
    return body as T;
  }
  const ask = async (files: Parameters<typeof manifestOf>[0], status: number, of = client) =>
    read<ProjectCreated>(
      await of.call('POST', 'projects', { body: JSON.stringify(manifestOf(files)) }),
      status,
      ProjectCreated,
    );
  async function assertProblem(response: Response, status: number, code: string): Promise<string> {
    const problem = await read<Problem>(response, status, Problem);
    assert.equal(problem.code, code);
    return problem.detail;
  }
  const submit = (projectId: number, changes: object = {}, of = client) =>
    of.call('POST', 'tasks', {
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({
        engineId: 1,
        arguments: { start_frame: '1', end_frame: '4' },
        projectId,
        ...changes,
      }),
    });

  test('say what is missing, once for each content, and are one for the same files', async () => {
    const files = [file('shots/a.blend', 'scene'), file('b.png', 'image'), file('c.png', 'image')];
    const asked = await ask(files, 201);
    assert.equal(asked.isComplete, false);
    const [scene, image] = files.map(({ content }) => ({ sha256: sha256Of(content), size: content.length }));
    const bySha = (a: { sha256: string }, b: { sha256: string }) => (a.sha256 < b.sha256 ? -1 : 1);
    assert.deepEqual(asked.missing, [scene, image].filter((one) => one !== undefined).sort(bySha));
    const again = await ask(
      files
        .toReversed()
        .with(0, files[0] ?? assert.fail())
        .with(2, files[2] ?? assert.fail()),
      200,
    );
    assert.equal(again.projectId, asked.projectId);
    assert.notEqual((await ask(files, 201, stranger)).projectId, asked.projectId);

    assert.equal((await client.upload(files[0]?.content ?? assert.fail())).status, 201);
    assert.deepEqual((await ask(files, 200)).missing, [image]);
    assert.equal((await client.upload(files[1]?.content ?? assert.fail())).status, 201);
    const complete = await ask(files, 200);
    assert.deepEqual(complete, { projectId: asked.projectId, isComplete: true, missing: [] });
    assert.equal((await ask(files, 200, stranger)).missing.length, 2, 'a hash is not a file');
  });

  test('are shown, listed in pages, and deleted by their user alone', async () => {
    const projectId = await client.complete([file('x.blend', 'x'), file('y.png', 'y')]);
    const details = await read<ProjectDetails>(
      await client.call('GET', `projects/${projectId}`),
      200,
      ProjectDetails,
    );
    const { manifestSha256, createdAt, lastUsedAt, ...rest } = details;
    assert.match(manifestSha256, /^[0-9a-f]{64}$/);
    assert.ok(lastUsedAt >= createdAt);
    const expected = {
      projectId,
      mainPath: 'x.blend',
      fileCount: 2,
      totalBytes: 2,
      isComplete: true,
      missing: [],
    };
    assert.deepEqual(rest, expected);
    const page = async (query: string) =>
      read<ProjectList>(await client.call('GET', `projects?${query}`), 200, ProjectList);
    const first = await page('limit=1');
    assert.equal(first.projects[0]?.projectId, projectId);
    const second = await page(`limit=200&before=${first.nextBefore ?? 0}`);
    assert.ok(second.projects.every((project) => project.projectId < projectId));
    assert.equal(second.nextBefore, null);
    for (const method of ['GET', 'DELETE']) {
      await assertProblem(await stranger.call(method, `projects/${projectId}`), 404, 'project-not-found');
    }
    assert.equal((await client.call('DELETE', `projects/${projectId}`)).status, 204);
    await assertProblem(await client.call('GET', `projects/${projectId}`), 404, 'project-not-found');
    assert.equal((await ask([file('x.blend', 'x'), file('y.png', 'y')], 201)).isComplete, true);
  });

  test('that no system can hold, or that are too large, are refused', async () => {
    const refuse = async (body: unknown, status: number, code: string) =>
      assertProblem(await client.call('POST', 'projects', { body: JSON.stringify(body) }), status, code);
    const main = file('a.blend', 'a');
    await refuse(manifestOf([main, file('../b', 'b')]), 400, 'project-path-invalid');
    await refuse(manifestOf([main, file('A.blend', 'b')]), 400, 'project-paths-clash');
    await refuse(manifestOf([main], 'b.blend'), 400, 'main-file-missing');
    await refuse(manifestOf([main, file('b', 'x'.repeat(10_000))]), 413, 'project-too-large');
    const many = Array.from({ length: 51 }, (_, index) => file(`${index}.png`, 'x'));
    await refuse(manifestOf(many), 413, 'project-too-large');
    await refuse({ ...manifestOf([main]), more: 1 }, 400, 'request-invalid');
    await refuse(
      { mainPath: 'a', files: [{ path: 'a', size: 1, sha256: 'A'.repeat(64) }] },
      400,
      'request-invalid',
    );
  });

  test('become tasks, whose folders have the main file alone', async () => {
    const files = [file('shots/scene.blend', 'BLENDER'), file('textures/wood.png', 'wood')];
    const projectId = await client.complete(files);
    const response = await submit(projectId, { priority: 70 });
    const { taskId } = (await response.json()) as { taskId: number };
    assert.equal(response.status, 201);
    assert.equal(response.headers.get('renderonline-task-id'), String(taskId));
    const details = await findTask(api.database.db, { taskId });
    assert.ok(details);
    assert.equal(details.task.priority, 70);
    assert.equal(details.render.projectId, projectId);
    assert.equal(details.render.fileName, 'scene.blend');
    assert.equal(await readFile(details.render.filePath, 'utf8'), 'BLENDER');
    assert.deepEqual(details.frames, { pending: 4, leased: 0, done: 0, failed: 0 });
    const [row] = await loadFarmTasks(api.database.db, { taskIds: [taskId] });
    assert.equal(row?.project?.fileCount, 2);
    await assertProblem(await client.call('DELETE', `projects/${projectId}`), 409, 'project-in-use');
    await cancelTask(api.database, { taskId, nowMs: Date.now() });

    const zip = await fetch(`${api.url}/renderapi/v1/download`, {
      method: 'POST',
      headers: { ...api.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ TaskId: taskId, IncludeProject: true }),
    });
    assert.equal(zip.status, 200);
    const text = Buffer.from(await zip.arrayBuffer()).toString('latin1');
    for (const { path } of files) assert.ok(text.includes(path), `${path} is in the archive`);
  });

  test('become no tasks when anything is wrong, and nothing is placed', async () => {
    const projectId = await client.complete([file('s.blend', 's'), file('t.png', 't')]);
    const lacking = (await ask([file('s.blend', 's'), file('u.png', 'u')], 201)).projectId;
    const maya = await client.complete([file('s.ma', 's'), file('t.png', 't')]);
    const before = await api.listDownloads();
    await assertProblem(await submit(999_999), 404, 'project-not-found');
    await assertProblem(await submit(projectId, {}, stranger), 404, 'project-not-found');
    assert.match(await assertProblem(await submit(lacking), 409, 'project-incomplete'), /^1 file /);
    await assertProblem(await submit(projectId, { engineId: 99 }), 404, 'engine-not-found');
    await assertProblem(await submit(maya), 400, 'extension-mismatch');
    const wrong = { arguments: { start_frame: 'x', end_frame: '4' } };
    await assertProblem(await submit(projectId, wrong), 400, 'argument-value-invalid');
    await assertProblem(await submit(projectId, { more: 1 }), 400, 'request-invalid');
    await assertProblem(await submit(projectId, { projectId: undefined }), 400, 'request-invalid');
    assert.deepEqual(await api.listDownloads(), before);
  });

  test('whose contents somebody removed say so, and can be made whole again', async () => {
    const scene = file('gone.blend', 'will be gone');
    const files = [scene, file('v.png', 'v')];
    const projectId = await client.complete(files);
    const sha256 = sha256Of(scene.content);
    await rm(join(api.contents, sha256.slice(0, 2), sha256));
    await assertProblem(await submit(projectId), 409, 'project-incomplete');
    assert.deepEqual((await ask(files, 200)).missing, [{ sha256, size: scene.content.length }]);
    assert.equal(await client.complete(files), projectId);
    assert.equal((await submit(projectId)).status, 201);
  });

  test('of one file are tasks like those that are uploaded', async () => {
    await addEngine(api.database.db, {
      engineId: 5,
      name: 'lines',
      extension: '.txt',
      downloadPath: api.downloads,
      renderArgument: 'render $RENDERONLINE:@uploaded_file',
    });
    const projectId = await client.complete([file('notes.txt', 'one')]);
    const response = await submit(projectId, { engineId: 5, arguments: {} });
    assert.equal(response.status, 201);
    const { taskId } = (await response.json()) as { taskId: number };
    assert.equal((await findTask(api.database.db, { taskId }))?.render.fileSize, 3);
  });

  test('are made of an uploaded ZIP, whole at once', async () => {
    const zip = await readFile(new URL('testing/project.zip', import.meta.url));
    assert.equal((await client.upload(zip)).status, 201);
    const body = JSON.stringify({ sha256: sha256Of(zip) });
    const made = await read<ProjectCreated>(
      await client.call('POST', 'projects/from-archive', { body }),
      201,
      ProjectCreated,
    );
    assert.deepEqual({ ...made, projectId: 0 }, { projectId: 0, isComplete: true, missing: [] });
    assert.equal((await client.call('POST', 'projects/from-archive', { body })).status, 200);
    assert.equal((await submit(made.projectId)).status, 201);
    await assertProblem(
      await stranger.call('POST', 'projects/from-archive', { body }),
      404,
      'content-not-found',
    );
    assert.equal((await client.upload(Buffer.from('no archive'))).status, 201);
    const other = JSON.stringify({ sha256: sha256Of(Buffer.from('no archive')) });
    await assertProblem(
      await client.call('POST', 'projects/from-archive', { body: other }),
      400,
      'archive-invalid',
    );
  });

  test('lists of files that are being read leave room for those of other users', async (t) => {
    const largest = 65_536 + 50 * 512;
    const reading = Array.from({ length: 2 }, () => {
      const sent = request(`${api.url}/renderapi/v2/projects`, {
        method: 'POST',
        headers: { ...api.headers, 'content-type': 'application/json', 'content-length': largest },
      });
      sent.on('error', () => undefined).write('{');
      return sent;
    });
    t.after(() => reading.map((each) => each.destroy()));
    const files = [file('busy.blend', 'busy')];
    const create = (of: ProjectClient) =>
      of.call('POST', 'projects', { body: JSON.stringify(manifestOf(files)) });
    let refused = await create(client);
    while (refused.status !== 503) refused = await create(client);
    assert.equal(refused.headers.get('retry-after'), '1');
    await assertProblem(refused, 503, 'too-busy');
    assert.equal((await create(stranger)).status, 201);
    for (const each of reading) each.destroy();
    let taken = await create(client);
    while (taken.status === 503) taken = await create(client);
    assert.equal(taken.status, 200);
  });

  test('a content that was changed behind our back is missing, and taken anew', async () => {
    const files = [file('changed.blend', 'as it was')];
    const projectId = await client.complete(files);
    const sha256 = sha256Of(files[0]?.content ?? assert.fail());
    const path = join(api.contents, sha256.slice(0, 2), sha256);
    await chmod(path, 0o644);
    await writeFile(path, 'as it is not');
    await assertProblem(await submit(projectId), 409, 'project-incomplete');
    assert.equal((await ask(files, 200)).missing.length, 1);
    assert.equal(await client.complete(files), projectId);
    assert.equal((await submit(projectId)).status, 201);
  });
});
