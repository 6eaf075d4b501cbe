import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startTestApi, type TestApi } from '../../../../apps/render-api/src/testing/test-api.ts';
import { createClient, type Client } from '../create-client.ts';

/** The client, the real RenderAPI, and a line between them that breaks when the first answer is on its way. */
describe('when the connection breaks before the answer', { timeout: 60_000 }, () => {
  let api: TestApi;
  let line: Server;
  let client: Client;
  let folder: string;
  let filePath: string;
  /** How many answers are lost from now on. */
  let losses = 0;
  const wanted = { engineId: 1, arguments: { start_frame: '1', end_frame: '3' } };

  before(async () => {
    api = await startTestApi({ queueLimit: 100 });
    line = createServer(carry);
    await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
    const { port } = line.address() as AddressInfo;
    client = createClient({ baseUrl: `http://127.0.0.1:${port}`, ...api.headers });
    folder = await mkdtemp(join(tmpdir(), 'renderonline-once-'));
    filePath = join(folder, 'scene.blend');
    await writeFile(filePath, randomBytes(3_000_000));
  });
  beforeEach(() => {
    losses = 0;
  });
  after(async () => {
    line.close();
    await api.close();
    await rm(folder, { recursive: true });
  });

  function carry(near: Socket): void {
    const far = connect(api.port, '127.0.0.1');
    const end = () => {
      near.destroy();
      far.destroy();
    };
    near
      .on('error', end)
      .on('close', end)
      .on('data', (chunk) => far.write(chunk));
    far
      .on('error', end)
      .on('close', end)
      .on('data', (chunk) => {
        if (losses === 0) near.write(chunk);
        else {
          losses -= 1;
          end();
        }
      });
  }

  test('a file is enqueued once', async () => {
    losses = 1;
    const { taskId } = await client.enqueue({ ...wanted, filePath });
    assert.equal(losses, 0);
    assert.deepEqual(await taskIds(), [taskId]);
  });

  test('a project is made and submitted once', async () => {
    const earlier = await taskIds();
    const files = [{ path: 'scene.blend', filePath }];
    const { projectId } = await client.uploadProject({ main: 'scene.blend', files });
    losses = 1;
    assert.equal((await client.uploadProject({ main: 'scene.blend', files })).projectId, projectId);
    losses = 1;
    const { taskId } = await client.submit({ ...wanted, projectId });
    assert.equal(losses, 0);
    assert.deepEqual(await taskIds(), [taskId, ...earlier]);
  });

  test('it is tried once more and not for ever, and a task that is there is not hidden by it', async () => {
    const earlier = await taskIds();
    losses = 2;
    await assert.rejects(client.enqueue({ ...wanted, filePath }), { code: 'unreachable' });
    assert.equal(losses, 0);
    assert.equal((await taskIds()).length, earlier.length + 1);
  });

  test('what is not answered in time is not sent again: who waited for long is told', async () => {
    let sent = 0;
    const slow = createClient({
      ...{ baseUrl: api.url, ...api.headers, answerTimeoutMs: 10 },
      fetch: (_, options) => {
        sent += 1;
        return new Promise((_resolve, reject) => {
          const signal = options?.signal;
          signal?.addEventListener('abort', () => {
            reject(signal.reason as Error);
          });
        });
      },
    });
    await assert.rejects(slow.submit({ ...wanted, projectId: 1 }), { code: 'unreachable' });
    assert.equal(sent, 1);
  });

  async function taskIds(): Promise<number[]> {
    return (await client.listTasks()).tasks.map((task) => task.taskId);
  }
});
