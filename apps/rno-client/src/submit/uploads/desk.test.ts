import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BrowserUploads, PageUpload, ProjectProgress } from '@renderonline/client/browser-uploads';
import type { EngineView, SubmitProjectRequest } from '@renderonline/contract';
import type { Source } from '../dropping/group-files.ts';
import { createDesk } from './desk.ts';
import { shareOf } from './draft.ts';

const engines: readonly EngineView[] = [
  { engineId: 1, name: 'blender', extension: '.blend', isForSteps: false, arguments: [] },
];
const sourceOf = (...paths: readonly string[]): Source => ({
  ...{ name: paths[0] ?? '', kind: 'files' },
  files: paths.map((path) => ({ path, blob: new Blob(['1234']) })),
});

/** A desk whose uploads end when the test says so. */
function standDesk() {
  const uploads: { main: string; options: PageUpload; end: (error?: Error) => void }[] = [];
  const submitted: SubmitProjectRequest[] = [];
  const keys: (string | undefined)[] = [];
  let isAway = false;
  const uploadFiles: BrowserUploads['uploadFiles'] = (options) => {
    const { promise, resolve, reject } =
      Promise.withResolvers<Awaited<ReturnType<BrowserUploads['uploadFiles']>>>();
    options.signal?.addEventListener('abort', () => reject(options.signal?.reason as Error));
    uploads.push({
      ...{ main: options.main, options },
      end: (error) => {
        if (error !== undefined) reject(error);
        else resolve({ projectId: uploads.length, files: 1, totalBytes: 4, sentBytes: 4 });
      },
    });
    return promise;
  };
  const desk = createDesk({
    api: {
      ...{ uploadFiles, uploadArchive: () => Promise.reject(new Error('no archive')) },
      submit: async (request, { idempotencyKey } = {}) => {
        submitted.push(request);
        keys.push(idempotencyKey);
        if (isAway) throw new Error('no answer');
        if (request.engineId === 99) throw new Error('no such engine');
        return { taskId: 40 + submitted.length, stepTaskIds: [] };
      },
    },
    hasher: { sha256Of: async () => 'a'.repeat(64) },
    memory: { find: () => undefined, keep: () => undefined, forget: () => undefined },
    schedule: (tell) => {
      tell();
    },
  });
  const states = () => desk.drafts().map(({ upload, handing }) => `${upload.kind} ${handing.kind}`);
  const setAway = (away: boolean): void => {
    isAway = away;
  };
  return { desk, uploads, submitted, keys, setAway, states };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('drafts are uploaded one after another, and submitted when their files are there', async () => {
  const { desk, uploads, submitted, states } = standDesk();
  desk.add(sourceOf('a.blend'), engines);
  desk.add(sourceOf('b.blend'), engines);
  assert.deepEqual(states(), ['running form', 'waiting form']);
  desk.handOver(1, { engineId: 1, arguments: {} });
  assert.deepEqual([states()[0], submitted.length], ['running queued', 0]);
  uploads[0]?.end();
  await settled();
  assert.deepEqual(states(), ['done sent', 'running form']);
  assert.deepEqual(submitted, [{ engineId: 1, arguments: {}, projectId: 1 }]);
  desk.handOver(2, { engineId: 99 });
  desk.takeBack(2);
  uploads[1]?.end();
  await settled();
  assert.deepEqual([states()[1], submitted.length], ['done form', 1]);
  desk.handOver(2, { engineId: 99 });
  await settled();
  assert.equal(states()[1], 'done refused');
});

test('what was submitted while RenderAPI was away is the same submission when it is pressed again', async () => {
  const { desk, uploads, keys, setAway, states } = standDesk();
  desk.add(sourceOf('a.blend'), engines);
  uploads[0]?.end();
  await settled();
  setAway(true);
  const press = async (frames: string): Promise<void> => {
    desk.handOver(1, { engineId: 1, arguments: { end_frame: frames } });
    await settled();
  };
  await press('10');
  await press('10');
  await press('20');
  setAway(false);
  await press('20');
  assert.deepEqual(states(), ['done sent']);
  assert.equal(keys[0], keys[1], 'whether the first one arrived is not known');
  assert.notEqual(keys[1], keys[2], 'it asks for something else');
  assert.equal(keys[2], keys[3]);
});

test('a paused upload makes way for the next one, and goes on later', async () => {
  const { desk, uploads, states } = standDesk();
  desk.add(sourceOf('a.blend'), engines);
  desk.add(sourceOf('b.blend'), engines);
  desk.pause(1);
  await settled();
  assert.deepEqual(states(), ['paused form', 'running form']);
  desk.resume(1);
  uploads[1]?.end(new Error('the disk is full'));
  await settled();
  assert.deepEqual(states(), ['running form', 'failed form']);
  desk.remove(1);
  desk.resume(2);
  await settled();
  assert.deepEqual([states(), uploads.length], [['running form'], 4]);
});

test('how far an upload was is not forgotten while it waits, has failed, or looks at its files again', async () => {
  const { desk, uploads } = standDesk();
  desk.add(sourceOf('a.blend'), engines);
  desk.add(sourceOf('b.blend'), engines);
  const half = { phase: 'uploading', missingBytes: 4, sentBytes: 2 } as ProjectProgress;
  const share = () => desk.drafts().slice(0, 1).map(shareOf)[0];
  uploads[0]?.options.onProgress?.(half);
  assert.equal(share(), 0.5);
  desk.pause(1);
  await settled();
  desk.resume(1);
  assert.deepEqual([desk.drafts()[0]?.upload.kind, share()], ['waiting', 0.5]);
  uploads[1]?.end();
  await settled();
  uploads[2]?.options.onProgress?.({ ...half, phase: 'hashing', missingBytes: 0, sentBytes: 0 });
  assert.deepEqual([desk.drafts()[0]?.upload.kind, share()], ['running', 0.5]);
  uploads[2]?.end(new Error('the disk is full'));
  await settled();
  assert.deepEqual([desk.drafts()[0]?.upload.kind, share()], ['failed', 0.5]);
});

test('what was submitted is uploaded before what is not', async () => {
  const { desk, uploads, states } = standDesk();
  for (const name of ['a', 'b', 'c']) desk.add(sourceOf(`${name}.blend`), engines);
  desk.handOver(3, { engineId: 1, arguments: {} });
  uploads[0]?.end();
  await settled();
  assert.deepEqual(states(), ['done form', 'waiting form', 'running queued']);
});

test('the scene is asked for when several could be meant, and may be another one', async () => {
  const { desk, uploads, states } = standDesk();
  desk.add(sourceOf('a.blend', 'b.blend', 'old/c.blend'), engines);
  assert.deepEqual(desk.drafts()[0]?.candidates, ['a.blend', 'b.blend', 'old/c.blend']);
  assert.deepEqual([states(), uploads.length], [['waiting form'], 0]);
  desk.chooseMain(1, 'b.blend');
  desk.chooseMain(1, 'a.blend');
  await settled();
  assert.deepEqual([states(), uploads.map(({ main }) => main)], [['running form'], ['b.blend', 'a.blend']]);
});

test('files that were hashed are not hashed again after a pause', async () => {
  const { desk, uploads } = standDesk();
  desk.add(sourceOf('a.blend'), engines);
  const blob = desk.drafts()[0]?.files[0]?.blob ?? new Blob();
  const [first] = uploads;
  assert.equal(await first?.options.sha256Of(blob, new AbortController().signal), 'a'.repeat(64));
  desk.pause(1);
  desk.resume(1);
  await settled();
  const stopped = AbortSignal.abort();
  assert.equal(await uploads[1]?.options.sha256Of(blob, stopped), 'a'.repeat(64));
});
