// Files that come before anybody knows which engine they are for.
import assert from 'node:assert/strict';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { addEngine, findTask } from '@renderonline/database';
import { filePart, multipart, multipartType, requestPart, type Part } from '../../testing/multipart.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

describe('a file before its request', () => {
  let api: TestApi;
  let otherFolder: string;
  before(async () => {
    api = await startTestApi({ queueLimit: 1 });
    otherFolder = join(api.downloads, '..', 'other-downloads');
    await mkdir(otherFolder);
    await addEngine(api.database.db, {
      engineId: 2,
      name: 'blender-nightly',
      extension: '.blend',
      downloadPath: otherFolder,
      renderArgument: '-b $RENDERONLINE:@uploaded_file -o $RENDERONLINE:@output_directory/frame_####',
    });
  });
  after(() => api.close());

  const post = (parts: readonly Part[]) =>
    fetch(`${api.url}/renderapi/v1/enqueue`, {
      method: 'POST',
      headers: { ...api.headers, 'content-type': multipartType },
      body: Buffer.from(multipart(parts)),
    });
  // More than one chunk, so that the request part is really unknown while the file is stored.
  const scene = filePart('scene.blend', Buffer.alloc(3_000_000, 'scene'));
  const filesOf = async (folder: string) =>
    (await readdir(folder, { recursive: true, withFileTypes: true })).flatMap((entry) =>
      entry.isFile() ? [entry.name] : [],
    );

  test('ends up where its engine keeps projects, whichever engine was guessed', async () => {
    const response = await post([scene, requestPart({ EngineId: 2, Arguments: [] })]);
    assert.equal(response.status, 200, await response.text());
    const taskId = Number(response.headers.get('renderonline-task-id'));
    const details = await findTask(api.database.db, { taskId });
    assert.ok(details);
    assert.ok(details.render.filePath.startsWith(join(otherFolder, '1/')));
    assert.equal(details.render.fileSize, 3_000_000);
    const directory = details.render.filePath.slice(0, -'/scene.blend'.length);
    assert.equal(details.render.arguments, `-b ${directory}/scene.blend -o ${directory}/output/frame_####`);
    assert.deepEqual((await readdir(directory)).sort(), ['output', 'scene.blend']);
    assert.deepEqual(await filesOf(api.downloads), []);
  });

  test('is not kept when the queue is full', async () => {
    const response = await post([scene, requestPart({ EngineId: 2, Arguments: [] })]);
    assert.equal(response.status, 403);
    assert.deepEqual(await filesOf(otherFolder), ['scene.blend']);
    assert.deepEqual(await filesOf(api.downloads), []);
  });

  test('that no engine opens is told so in the words of the engine asked for', async () => {
    const free = await startTestApi();
    const response = await fetch(`${free.url}/renderapi/v1/enqueue`, {
      method: 'POST',
      headers: { ...free.headers, 'content-type': multipartType },
      body: Buffer.from(
        multipart([
          filePart('film.mkv', Buffer.alloc(3_000_000)),
          requestPart({ EngineId: 1, Arguments: [] }),
        ]),
      ),
    });
    assert.match(await response.text(), /Engine extension \.blend not matching with files extension \.mkv\./);
    assert.deepEqual(await filesOf(free.downloads), []);
    await free.close();
  });
});
