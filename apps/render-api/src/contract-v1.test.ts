// Every row of RenderAPI's table in the wire contract of 1.x, against a listening server on a SQLite file.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ApiInfoResponse } from '@renderonline/contract';
import { addArgumentType, addEngine, findTask, updateSubscription } from '@renderonline/database';
import { Compile } from 'typebox/compile';
import {
  filePart,
  multipart,
  multipartType,
  requestPart,
  validRequest,
  type Part,
} from './testing/multipart.ts';
import { startTestApi, type TestApi } from './testing/test-api.ts';

const json = 'application/json; charset=utf-8';

describe('the wire contract of 1.x', () => {
  let api: TestApi;
  before(async () => {
    api = await startTestApi();
    await addArgumentType(api.database.db, { argtypeId: 'broken', type: 'nonsense', regex: null });
    await addArgumentType(api.database.db, { argtypeId: 'odd', type: 'word', regex: '[ab]+' });
  });
  after(() => api.close());

  interface Answer {
    readonly status: number;
    readonly contentType: string | null;
    readonly text: string;
    readonly headers: Headers;
  }
  async function call(
    method: string,
    path: string,
    { headers = api.headers, type, body }: CallOptions = {},
  ): Promise<Answer> {
    const response = await fetch(`${api.url}/renderapi/v1/${path}`, {
      method,
      headers: { ...headers, ...(type === undefined ? {} : { 'content-type': type }) },
      ...(body === undefined ? {} : { body }),
    });
    const contentType = response.headers.get('content-type');
    return { status: response.status, contentType, text: await response.text(), headers: response.headers };
  }
  interface CallOptions {
    readonly headers?: Record<string, string>;
    readonly type?: string;
    readonly body?: string | Buffer<ArrayBuffer>;
  }
  const enqueueParts = (parts: readonly Part[], headers?: Record<string, string>) =>
    call('POST', 'enqueue', {
      type: multipartType,
      body: Buffer.from(multipart(parts)),
      ...(headers ? { headers } : {}),
    });
  async function enqueue(): Promise<number> {
    const answer = await enqueueParts([requestPart(validRequest), filePart('scene.blend')]);
    assert.equal(answer.status, 200, answer.text);
    return Number(answer.headers.get('renderonline-task-id'));
  }
  function assertJson(answer: Answer, status: number, body: unknown): void {
    assert.deepEqual(
      { status: answer.status, contentType: answer.contentType, body: JSON.parse(answer.text) as unknown },
      { status, contentType: json, body },
    );
  }
  const assertEmpty401 = (answer: Answer): void => {
    assert.deepEqual({ status: answer.status, text: answer.text }, { status: 401, text: '' });
  };

  const badCredentials: [name: string, headers: Record<string, string>][] = [
    ['no credentials', {}],
    ['no token', { email: 'user@example.com' }],
    ['a wrong token', { email: 'user@example.com', token: 'wrong' }],
    ['an unknown e-mail', { email: 'nobody@example.com', token: 'my-secret-token' }],
    ['an inactive user', { email: 'gone@example.com', token: 'gone-token' }],
    ["another user's token", { email: 'user@example.com', token: 'other-token' }],
  ];
  for (const [name, headers] of badCredentials) {
    test(`${name}: 401 everywhere`, async () => {
      assertEmpty401(await call('GET', 'info', { headers }));
      for (const path of ['dequeue', 'download', 'delete']) {
        // Credentials come before everything else that is wrong with a request.
        assertEmpty401(await call('POST', path, { headers, type: 'text/plain', body: '{' }));
      }
      assertJson(await call('POST', 'enqueue', { headers }), 401, {
        IsAdded: false,
        ErrorMessage: 'Unauthorized.',
      });
      const answer = await enqueueParts([requestPart(validRequest), filePart('scene.blend')], headers);
      assertJson(answer, 401, { IsAdded: false, ErrorMessage: 'Unauthorized.' });
    });
  }

  test('info: the user, and the newest 15 tasks', async () => {
    await updateSubscription(api.database.db, { subscriptionId: 1, queueLimit: 100 });
    const ids: number[] = [];
    for (let count = 0; count < 16; count += 1) ids.push(await enqueue());
    const answer = await call('GET', 'info');
    assert.equal(answer.status, 200);
    assert.equal(answer.contentType, json);
    const info = JSON.parse(answer.text) as ApiInfoResponse;
    assert.ok(Compile(ApiInfoResponse).Check(info));
    assert.deepEqual(info.User, {
      UserId: 1,
      FirstName: 'Test',
      LastName: 'User',
      Email: 'user@example.com',
      SubscriptionId: 1,
      IsActive: true,
    });
    assert.deepEqual(
      info.Tasks.map(({ Task }) => Task.TaskId),
      ids.slice(-15).reverse(),
    );
    const [newest] = info.Tasks;
    assert.match(newest?.Task.QueueTime ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    assert.equal(newest?.Render.FilePath, '');
    assert.equal(newest.Render.FileName, 'scene.blend');
    assert.equal(newest.Engine.Name, 'blender');
    assert.equal(newest.Task.StartTime, null);
    for (const TaskId of ids) await call('POST', 'delete', { type: json, body: JSON.stringify({ TaskId }) });
    await updateSubscription(api.database.db, { subscriptionId: 1, queueLimit: 3 });
  });

  const request = requestPart(validRequest);
  const withArguments = (...argumentList: [string, unknown][]) =>
    requestPart({
      EngineId: 1,
      Arguments: [
        ...validRequest.Arguments.slice(0, 2),
        ...argumentList.map(([ArgTypeId, Value]) => ({ ArgTypeId, Value })),
      ],
    });
  const scene = filePart('scene.blend');
  const refusals: [name: string, parts: readonly Part[], status: number, message: string][] = [
    ['no file', [request], 400, 'No files were uploaded.'],
    ['no file, and a broken request', [requestPart('{')], 400, 'No files were uploaded.'],
    ['no part at all', [], 400, 'No files were uploaded.'],
    ['a file field left empty', [request, filePart('', '')], 400, 'No files were uploaded.'],
    ['no request part', [scene], 400, 'Header "request" is empty.'],
    ['an empty request part', [requestPart(' '), scene], 400, 'Header "request" is empty.'],
    [
      'a request part under another name',
      [{ ...request, headers: ['Content-Disposition: form-data; name=other'] }, scene],
      400,
      'Header "request" is empty.',
    ],
    ['a request that is not JSON', [requestPart('{'), scene], 400, 'Invalid enqueue request arguments.'],
    [
      'a request without arguments',
      [requestPart({ EngineId: 1 }), scene],
      400,
      'Invalid enqueue request arguments.',
    ],
    [
      'a request without engine',
      [requestPart({ Arguments: [] }), scene],
      400,
      'Invalid enqueue request arguments.',
    ],
    [
      'an argument without value',
      [requestPart({ EngineId: 1, Arguments: [{ ArgTypeId: 'x' }] }), scene],
      400,
      'Invalid enqueue request arguments.',
    ],
    [
      'an engine id of 65 bits',
      [requestPart({ EngineId: '18446744073709551616', Arguments: [] }), scene],
      400,
      'Invalid enqueue request arguments.',
    ],
    ['two files', [request, scene, filePart('two.blend')], 400, 'Only 1 file may be uploaded per request.'],
    [
      'two files before a broken request',
      [scene, scene, requestPart('{')],
      400,
      'Invalid enqueue request arguments.',
    ],
    [
      'two files for an unknown engine',
      [requestPart({ EngineId: 9, Arguments: [] }), scene, scene],
      400,
      'Only 1 file may be uploaded per request.',
    ],
    [
      'an unknown engine',
      [requestPart({ EngineId: 9, Arguments: [] }), scene],
      400,
      'Engine with identifier 9 not found.',
    ],
    [
      'the largest engine id',
      [requestPart('{"EngineId":18446744073709551615,"Arguments":[]}'), scene],
      400,
      'Engine with identifier 18446744073709551615 not found.',
    ],
    [
      'another extension',
      [request, filePart('notes.txt')],
      400,
      'Engine extension .blend not matching with files extension .txt.',
    ],
    [
      'no extension',
      [request, filePart('notes')],
      400,
      'Engine extension .blend not matching with files extension .',
    ],
    [
      'an unknown argument type',
      [withArguments(['nothing', '1']), scene],
      400,
      'Argument type identifier nothing must be present in database.',
    ],
    [
      'a type of no sense',
      [withArguments(['broken', '1']), scene],
      500,
      'Type nonsense is not valid for RenderOnline.',
    ],
    [
      'a refused value',
      [withArguments(['output_format', 'PNG!']), scene],
      400,
      'Value PNG! must be of type extension.',
    ],
    ['a trailing newline', [withArguments(['odd', 'ab\n']), scene], 400, 'Value ab\n must be of type word.'],
    [
      'a number that is not natural',
      [requestPart({ EngineId: 1, Arguments: [{ ArgTypeId: 'start_frame', Value: -1 }] }), scene],
      400,
      'Value -1 must be of type natural.',
    ],
  ];
  for (const [name, parts, status, message] of refusals) {
    test(`enqueue: ${name}: ${status}`, async () => {
      assertJson(await enqueueParts(parts), status, { IsAdded: false, ErrorMessage: message });
      assert.deepEqual(await api.countTasks(), 0);
      assert.deepEqual(await api.listDownloads().then(filesOnly), []);
    });
    const fileFirst = [...parts].sort((a, b) => Number(isRequest(a)) - Number(isRequest(b)));
    if (fileFirst[0] === parts[0] || parts.length < 2) continue;
    test(`enqueue: ${name}, file first: ${status}`, async () => {
      assertJson(await enqueueParts(fileFirst), status, { IsAdded: false, ErrorMessage: message });
      assert.deepEqual(await api.countTasks(), 0);
      assert.deepEqual(await api.listDownloads().then(filesOnly), []);
    });
  }

  test('enqueue: a placeholder without a value: 400 that names it', async () => {
    const part = requestPart({ EngineId: 1, Arguments: [{ ArgTypeId: 'start_frame', Value: '1' }] });
    const answer = await enqueueParts([part, scene]);
    assert.equal(answer.status, 400);
    assert.match(answer.text, /"IsAdded":false,"ErrorMessage":".*end_frame/);
  });

  for (const [name, options] of [
    ['JSON', { type: json, body: JSON.stringify(validRequest) }],
    ['no content type', { body: Buffer.from('x') }],
    ['nothing', {}],
    ['multipart without boundary', { type: 'multipart/form-data', body: 'x' }],
    ['multipart of another kind', { type: 'multipart/mixed; boundary=x', body: '--x--' }],
    ['text that never was multipart', { type: multipartType, body: 'x'.repeat(1000) }],
  ] satisfies [string, CallOptions][]) {
    test(`enqueue: not multipart (${name}): 400`, async () => {
      assertJson(await call('POST', 'enqueue', options), 400, {
        IsAdded: false,
        ErrorMessage: 'No files were uploaded.',
      });
    });
  }

  const added = { IsAdded: true, ErrorMessage: 'Task successfully enqueued.' };
  for (const [name, parts] of [
    ['request first', [request, scene]],
    ['file first', [scene, request]],
  ] as const) {
    test(`enqueue, ${name}: 200, the file on disk, one task; the queue limit: 403`, async () => {
      for (let count = 0; count < 3; count += 1) assertJson(await enqueueParts(parts), 200, added);
      const full = { IsAdded: false, ErrorMessage: 'Queue limit 3 reached for your subscription.' };
      assertJson(await enqueueParts(parts), 403, full);
      // The quota comes before the engine, but not before what is wrong with the request itself.
      const unknownEngine = requestPart({ EngineId: 9, Arguments: [] });
      assertJson(
        await enqueueParts(parts[0] === scene ? [scene, unknownEngine] : [unknownEngine, scene]),
        403,
        full,
      );
      assert.equal(await api.countTasks(), 3);
      assert.equal((await api.listDownloads().then(filesOnly)).length, 3);
      const { Tasks } = JSON.parse((await call('GET', 'info')).text) as ApiInfoResponse;
      for (const { Task } of Tasks) {
        const details = await findTask(api.database.db, { taskId: Task.TaskId });
        const directory = dirname(details?.render.filePath ?? '');
        assert.match(directory, new RegExp(`^${api.downloads}/1/\\d{18}$`));
        assert.equal(details?.render.arguments, `blender -b ${directory}/scene.blend -s 1 -e 10 -a`);
        assert.deepEqual(details.render.argumentValues, {
          start_frame: '1',
          end_frame: '10',
          output_format: '.png',
        });
        assert.equal(details.frames.pending, 10);
        const answer = await call('POST', 'delete', {
          type: json,
          body: JSON.stringify({ taskId: Task.TaskId }),
        });
        assertJson(answer, 200, deleted);
      }
      assert.deepEqual(await api.listDownloads().then(filesOnly), []);
    });
  }

  test('enqueue: start_frame and end_frame where the template does not take them: one frame', async () => {
    const renderArgument = '-b $RENDERONLINE:@uploaded_file -f $RENDERONLINE:start_frame';
    const still = { name: 'still', extension: '.blend', downloadPath: api.downloads, renderArgument };
    const { engineId } = await addEngine(api.database.db, still);
    const answer = await enqueueParts([requestPart({ ...validRequest, EngineId: engineId }), scene]);
    assertJson(answer, 200, added);
    const taskId = Number(answer.headers.get('renderonline-task-id'));
    assert.equal((await findTask(api.database.db, { taskId }))?.frames.pending, 1);
    assertJson(await call('POST', 'delete', { type: json, body: `{"taskId":${taskId}}` }), 200, deleted);
  });

  const fileNames: [name: string, disposition: string, stored: string][] = [
    ["1.x's whole address", 'name=file; filename="file:///home/me/my%20scene.blend"', 'my scene.blend'],
    ['a Windows path', String.raw`name=file; filename="C:\scenes\scene.blend"`, 'scene.blend'],
    ['unquoted', 'name=file; filename=scene.blend', 'scene.blend'],
    [
      "filename* and .NET's encoded word",
      `name=file; filename="=?utf-8?B?c2PDqW5lLmJsZW5k?="; filename*=utf-8''sc%C3%A9ne.blend`,
      'scéne.blend',
    ],
    ['raw UTF-8', 'name="file"; filename="シーン.blend"', 'シーン.blend'],
    ['a way out of the folder', 'name=file; filename="../../../etc/scene.blend"', 'scene.blend'],
    ['another field name', 'name="request2"; filename="scene.blend"', 'scene.blend'],
    ['no field name', 'filename="scene.blend"', 'scene.blend'],
    ['capital extension', 'name=file; filename="SCENE.BLEND"', 'SCENE.BLEND'],
  ];
  for (const [name, disposition, stored] of fileNames) {
    test(`enqueue: file name as ${name}`, async () => {
      const part = { headers: [`Content-Disposition: form-data; ${disposition}`], content: 'a scene' };
      assertJson(await enqueueParts([request, part]), 200, added);
      const { Tasks } = JSON.parse((await call('GET', 'info')).text) as ApiInfoResponse;
      assert.equal(Tasks[0]?.Render.FileName, stored);
      assert.deepEqual(
        (await api.listDownloads().then(filesOnly)).map((path) => path.split('/').at(-1)),
        [stored],
      );
      await call('POST', 'delete', { type: json, body: JSON.stringify({ taskId: Tasks[0].Task.TaskId }) });
    });
  }

  const deleted = { IsDeleted: true, ErrorMessage: 'Task and associated render successfully deleted.' };
  const flags = { dequeue: 'IsRemoved', download: 'DownloadProvided', delete: 'IsDeleted' } as const;
  for (const [path, flag] of Object.entries(flags)) {
    for (const type of [undefined, 'text/plain', 'application/jsonx', 'application/problem+json']) {
      test(`${path}: content type ${type ?? 'missing'}: 400`, async () => {
        const body = Buffer.from('{"TaskId":1}');
        assertJson(await call('POST', path, { body, ...(type === undefined ? {} : { type }) }), 400, {
          [flag]: false,
          ErrorMessage: 'Request content type must be application/json.',
        });
      });
    }
    for (const body of ['', '{', 'null', '[]', '{}', '{"TaskId":"x"}', '{"TaskId":18446744073709551616}']) {
      test(`${path}: body ${body === '' ? 'missing' : body}: 400`, async () => {
        assertJson(await call('POST', path, { type: json, body }), 400, {
          [flag]: false,
          ErrorMessage: 'Request content has an invalid format.',
        });
      });
    }
    for (const id of ['999', '"0999"', '18446744073709551615']) {
      test(`${path}: no task ${id}: 400`, async () => {
        const shown = id === '"0999"' ? '999' : id;
        assertJson(await call('POST', path, { type: 'application/json', body: `{"taskId":${id}}` }), 400, {
          [flag]: false,
          ErrorMessage: `Task with identifier ${shown} not found for the current user.`,
        });
      });
    }
    test(`${path}: another user's task: 400`, async () => {
      const taskId = await enqueue();
      const headers = { email: 'other@example.com', token: 'other-token' };
      assertJson(await call('POST', path, { headers, type: json, body: `{"taskId":${taskId}}` }), 400, {
        [flag]: false,
        ErrorMessage: `Task with identifier ${taskId} not found for the current user.`,
      });
      await call('POST', 'delete', { type: json, body: `{"taskId":${taskId}}` });
    });
  }

  test('dequeue: 200, then 400 as it is not queued any more; the task remains', async () => {
    const taskId = await enqueue();
    const body = `{"taskId":${taskId}}`;
    assertJson(await call('POST', 'dequeue', { type: json, body }), 200, {
      IsRemoved: true,
      ErrorMessage: 'Task successfully dequeued.',
    });
    assertJson(await call('POST', 'dequeue', { type: json, body }), 400, {
      IsRemoved: false,
      ErrorMessage: `Task with identifier ${taskId} is not in the queue.`,
    });
    assert.equal((await findTask(api.database.db, { taskId }))?.task.state, 'canceled');
    assertJson(await call('POST', 'delete', { type: json, body }), 200, deleted);
    assert.equal(await findTask(api.database.db, { taskId }), undefined);
  });

  test('dequeue and delete by many at once: one of them succeeds', async () => {
    const taskId = await enqueue();
    const body = `{"taskId":${taskId}}`;
    for (const path of ['dequeue', 'delete']) {
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => call('POST', path, { type: json, body })),
      );
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array<number>(7).fill(400)]);
    }
    assert.deepEqual(await api.listDownloads().then(filesOnly), []);
  });

  test('download: JSON while there is nothing, then the ZIP, with the project when asked for', async () => {
    const taskId = await enqueue();
    const body = `{"taskId":${taskId}}`;
    const none = await call('POST', 'download', { type: json, body });
    assert.equal(none.status, 400);
    assert.equal((JSON.parse(none.text) as { DownloadProvided: boolean }).DownloadProvided, false);

    const details = await findTask(api.database.db, { taskId });
    const output = join(dirname(details?.render.filePath ?? ''), 'output');
    await mkdir(output, { recursive: true });
    await writeFile(join(output, 'frame_0001.png'), 'an image');
    const zip = await call('POST', 'download', { type: json, body });
    assert.equal(zip.status, 200);
    assert.equal(zip.contentType, 'application/zip');
    assert.match(zip.headers.get('content-disposition') ?? '', /^attachment; filename=[\w.-]+\.zip$/);
    assert.ok(zip.text.startsWith('PK\u0003\u0004'));
    assert.match(zip.text, /frame_0001\.png/);
    assert.doesNotMatch(zip.text, /scene\.blend/);

    const all = await call('POST', 'download', {
      type: json,
      body: `{"taskId":${taskId},"includeProject":true}`,
    });
    assert.match(all.text, /scene\.blend/);
    assertJson(await call('POST', 'delete', { type: json, body }), 200, deleted);
    assert.deepEqual(await api.listDownloads().then(filesOnly), []);
  });

  test('addresses in any case, and with a slash at their end', async () => {
    assert.equal((await call('GET', '../../RenderAPI/V1/Info/')).status, 200);
  });

  test('any origin may call', async () => {
    const preflight = await fetch(`${api.url}/renderapi/v1/enqueue`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://farm.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'email,token,content-type',
      },
    });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
    assert.equal(preflight.headers.get('access-control-allow-headers'), 'email,token,content-type');
    const refused = await fetch(`${api.url}/renderapi/v1/info`, {
      headers: { origin: 'https://farm.example' },
    });
    assert.equal(refused.headers.get('access-control-allow-origin'), '*');
  });
});

test('only the configured origins may call, when there is a list', async () => {
  const api = await startTestApi({ flags: { AllowedOrigins: ['https://farm.example'] } });
  const originFor = async (origin: string) =>
    (await fetch(`${api.url}/healthz`, { headers: { origin } })).headers.get('access-control-allow-origin');
  assert.equal(await originFor('https://farm.example'), 'https://farm.example');
  assert.equal(await originFor('https://evil.example'), null);
  await api.close();
});

function isRequest(part: Part): boolean {
  return part.headers.some((line) => /name=request$/.test(line));
}

function filesOnly(paths: string[]): string[] {
  return paths.filter((path) => /\.\w+$/.test(path)).sort();
}
