import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { tinyPng } from '../testing/tiny-png.ts';
import { addTask, giveLease, type LinkTestTask } from '../testing/link-task.ts';
import { startTestLink, type TestLink, type TestMachine } from '../testing/test-link.ts';
import { waitUntil } from '../testing/wait-until.ts';

const sha256Of = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

interface Upload {
  readonly leaseId: number;
  readonly frame?: number;
  readonly name?: string;
  readonly content?: Buffer;
  readonly token?: string;
  readonly sha256?: string;
  readonly machine?: TestMachine;
}

describe('uploading an output', () => {
  let link: TestLink;
  let machine: TestMachine;
  let task: LinkTestTask;
  let leaseId = 100;
  before(async () => {
    link = await startTestLink({ flags: { MaxOutputBytes: 1_000_000 } });
    machine = await link.addMachine();
    task = await addTask(link);
  });
  after(() => link.close());

  function newLease(): number {
    leaseId += 1;
    giveLease(link, machine, task.taskId, leaseId);
    return leaseId;
  }

  function targetOf({ leaseId: id, frame = 1, name = 'frame_0001.png' }: Upload): string {
    return `${link.url}/leases/${id}/frames/${frame}/outputs/${encodeURIComponent(name)}`;
  }

  function headersOf(upload: Upload): Record<string, string> {
    const { content = tinyPng, token = `token-${upload.leaseId}`, sha256 = sha256Of(content) } = upload;
    return {
      ...link.authorization(upload.machine ?? machine),
      'lease-token': token,
      'content-sha256': sha256,
    };
  }

  async function put(upload: Upload): Promise<{ status: number; code: string | undefined }> {
    const { content = tinyPng } = upload;
    const response = await fetch(targetOf(upload), {
      method: 'PUT',
      headers: headersOf(upload),
      body: content,
    });
    const text = await response.text();
    const code = text === '' ? undefined : (JSON.parse(text) as { code: string }).code;
    return { status: response.status, code };
  }

  const verify = (id: number, frame: number, name: string, content: Buffer = tinyPng) =>
    link.parts.publisher.verify({ leaseId: id, token: '' }, frame, [
      { name, size: content.length, sha256: sha256Of(content) },
    ]);

  async function staged(id: number): Promise<string[]> {
    const folder = join(link.downloads, '.incoming-outputs', `${task.taskId}-${id}`);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  }

  test('keeps it aside until the frame is done, and publishes it then', async () => {
    const id = newLease();
    const name = 'passes/größe 0001.png';
    assert.deepEqual(await put({ leaseId: id, name }), { status: 204, code: undefined });
    assert.equal(await verify(id, 1, name), undefined);
    assert.match((await verify(id, 2, name)) ?? '', /was not uploaded/);
    assert.match((await verify(id, 1, name, Buffer.from('other'))) ?? '', /was not uploaded/);
    assert.match((await verify(id, 1, 'frame.png')) ?? '', /was not uploaded/);
    await link.parts.publisher.publish({
      leaseId: id,
      taskId: task.taskId,
      frame: 1,
      outputs: [{ name, size: tinyPng.length, sha256: sha256Of(tinyPng) }],
      outputDirectory: task.outputDirectory,
    });
    assert.deepEqual(await readFile(join(task.outputDirectory, ...name.split('/'))), tinyPng);
    await link.parts.publisher.discard({ leaseId: id });
    assert.deepEqual(await staged(id), []);
  });

  test('again, and twice at once, is harmless', async () => {
    const id = newLease();
    const answers = await Promise.all([1, 2, 3].map(() => put({ leaseId: id })));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [204, 204, 204],
    );
    assert.equal((await put({ leaseId: id })).status, 204);
    assert.equal((await staged(id)).length, 1);
  });

  test('is refused without the lease: wrong token, wrong machine, wrong frame, no such lease', async () => {
    const id = newLease();
    const other = await link.addMachine('other');
    for (const upload of [
      { leaseId: id, token: 'token' },
      { leaseId: id, token: `token-${id}x` },
      { leaseId: id, machine: other },
      { leaseId: id, frame: 3 },
      { leaseId: id, frame: -1 },
      { leaseId: 99_999 },
    ]) {
      assert.deepEqual(await put(upload), { status: 409, code: 'lease-lost' }, JSON.stringify(upload));
    }
    assert.deepEqual(await staged(id), []);
  });

  test('is refused when its headers or its address make no sense', async () => {
    const id = newLease();
    for (const upload of [
      { leaseId: id, sha256: 'abc' },
      { leaseId: id, sha256: 'A'.repeat(64) },
      { leaseId: id, token: '' },
      { leaseId: id, frame: 2 ** 40 },
      { leaseId: 0 },
    ]) {
      assert.equal((await put(upload)).status, 400, JSON.stringify(upload));
    }
  });

  for (const name of [
    '../frame.png',
    'a/../../frame.png',
    '/etc/passwd',
    'C:\\frame.png',
    'a\\b.png',
    'a//b.png',
    '.hidden.png',
    'a.png.',
    'nul.png',
    'a\u0000.png',
    'a\n.png',
    '\u202Egnp.exe',
    'a'.repeat(300),
    `${'a/'.repeat(9)}a`,
  ]) {
    test(`is refused under the name ${JSON.stringify(name.slice(0, 40))}`, async () => {
      const id = newLease();
      assert.deepEqual(await put({ leaseId: id, name }), { status: 400, code: 'output-name-invalid' });
      assert.deepEqual(await staged(id), []);
    });
  }

  test('keeps nothing of wrong bytes, of too many, and of an image that is not whole', async () => {
    const id = newLease();
    assert.deepEqual(await put({ leaseId: id, sha256: sha256Of(Buffer.from('other')) }), {
      status: 400,
      code: 'output-corrupted',
    });
    const large = Buffer.alloc(1_000_001);
    assert.deepEqual(await put({ leaseId: id, content: large, name: 'a.bin' }), {
      status: 413,
      code: 'upload-too-large',
    });
    const cut = tinyPng.subarray(0, tinyPng.length - 4);
    assert.deepEqual(await put({ leaseId: id, content: cut }), { status: 400, code: 'output-broken' });
    assert.deepEqual(await staged(id), []);
  });

  test('keeps nothing of one that breaks off', async () => {
    const id = newLease();
    const request = httpRequest(targetOf({ leaseId: id }), {
      method: 'PUT',
      headers: { ...headersOf({ leaseId: id }), 'content-length': tinyPng.length },
    });
    request.on('error', () => undefined);
    request.write(tinyPng.subarray(0, 20));
    await waitUntil('the beginning of the file', async () => (await staged(id)).length === 1);
    request.destroy();
    await waitUntil('it to be removed', async () => (await staged(id)).length === 0);
  });

  test('keeps nothing of one whose lease ends while it arrives', async () => {
    const id = newLease();
    const request = httpRequest(targetOf({ leaseId: id }), {
      method: 'PUT',
      headers: { ...headersOf({ leaseId: id }), 'content-length': tinyPng.length },
    });
    const answered = new Promise<number | undefined>((resolve) => {
      request.on('response', (response) => {
        response.resume();
        resolve(response.statusCode);
      });
    });
    request.write(tinyPng.subarray(0, 20));
    await waitUntil('the beginning of the file', async () => (await staged(id)).length === 1);
    link.leases.delete(id);
    request.end(tinyPng.subarray(20));
    assert.equal(await answered, 409);
    assert.deepEqual(await staged(id), []);
  });

  test('is for the RenderAPI that schedules', async () => {
    const id = newLease();
    await link.parts.transport.close();
    assert.deepEqual(await put({ leaseId: id }), { status: 503, code: 'not-scheduling' });
    link.open();
  });
});

describe('uploads on a full disk', () => {
  test('are refused, saying so', async (t) => {
    const link = await startTestLink({ flags: { MinFreeBytes: 2 ** 52 } });
    t.after(() => link.close());
    const machine = await link.addMachine();
    const { taskId } = await addTask(link);
    const { leaseId, token } = giveLease(link, machine, taskId, 1);
    const response = await fetch(`${link.url}/leases/${leaseId}/frames/1/outputs/a.png`, {
      method: 'PUT',
      headers: { ...link.authorization(machine), 'lease-token': token, 'content-sha256': sha256Of(tinyPng) },
      body: tinyPng,
    });
    assert.equal(response.status, 507);
    assert.equal(((await response.json()) as { code: string }).code, 'disk-full');
  });
});
