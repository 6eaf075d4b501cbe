import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  contentsMarkerName,
  manifestSha256,
  type LinkTask,
  type Manifest,
} from '@renderonline/contract/link';
import { createLogger } from '@renderonline/runtime';
import { doorOf } from '../joining/membership.ts';
import { createLinkHttp } from '../link/http/link-http.ts';
import { createLinkState } from '../link/link-state.ts';
import { localNetwork } from '../neighbours/local-network.ts';
import { createNearestSources } from '../neighbours/nearest-source.ts';
import { createFileInspector, type FileInspector } from '../outputs/file-inspector.ts';
import { openProjectCache, type ProjectCache, type ProjectHold } from './project-cache.ts';

const log = createLogger({ name: 'test', level: 'silent' });
const never = new AbortController().signal;

interface TestProject {
  readonly taskId: number;
  readonly content: Buffer;
  readonly project: LinkTask['project'];
}

interface TestFolder extends TestProject {
  readonly files: Readonly<Record<string, Buffer>>;
  readonly manifest: Manifest;
}

function projectOf(taskId: number, size: number, fileName = 'scene.blend'): TestProject {
  const content = randomBytes(size);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { taskId, content, project: { fileName, size, sha256, manifest: null } };
}

function sha256Of(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** A task of a project of these files, the first of which is the main one. */
async function folderOf(taskId: number, files: Readonly<Record<string, Buffer>>): Promise<TestFolder> {
  const entries = Object.entries(files);
  const [mainPath = '', content = Buffer.alloc(0)] = entries[0] ?? [];
  const manifest: Manifest = {
    mainPath,
    files: entries.map(([path, bytes]) => ({ path, size: bytes.length, sha256: sha256Of(bytes) })),
  };
  const totalBytes = entries.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  const summary = { sha256: await manifestSha256(manifest), fileCount: entries.length, totalBytes, mainPath };
  const main = { fileName: basename(mainPath), size: content.length, sha256: sha256Of(content) };
  return { taskId, content, files, manifest, project: { ...main, manifest: summary } };
}

type Answer = (request: IncomingMessage, response: ServerResponse, content: Buffer, from: number) => void;

describe('the cache of projects, over HTTP', () => {
  let folder: string;
  let server: Server;
  let closeDoor: () => void;
  let inspector: FileInspector;
  let cache: ProjectCache;
  let projects: TestProject[];
  let folders: TestFolder[];
  let contentsId: string | null;
  /** From which byte on each request asked, by task. */
  let asked: string[];
  /** How each request is answered, in turn; the last one goes on. */
  let answers: Answer[];
  let now = 0;

  const whole: Answer = (_request, response, content, from) => {
    response.writeHead(from === 0 ? 200 : 206, {
      'content-length': content.length - from,
      ...(from === 0 ? {} : { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }),
    });
    response.end(content.subarray(from));
  };
  /** Breaks off after so many bytes of the answer. */
  const breakAfter =
    (bytes: number): Answer =>
    (_request, response, content, from) => {
      response.writeHead(from === 0 ? 200 : 206, {
        'content-length': content.length - from,
        ...(from === 0 ? {} : { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }),
      });
      response.write(content.subarray(from, from + bytes), () => response.destroy());
    };
  const wrong: Answer = (request, response, content, from) => {
    whole(request, response, Buffer.alloc(content.length), from);
  };
  const refuse =
    (status: number, code: string): Answer =>
    (_request, response) => {
      response.writeHead(status, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify({ code, detail: 'no' }));
    };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-projects-'));
    projects = [];
    folders = [];
    contentsId = null;
    asked = [];
    answers = [whole];
    server = createServer((request, response) => {
      const [, id = '', what = ''] =
        /tasks\/(\d+)\/(project|manifest|files\/[0-9a-f]{64})$/.exec(request.url ?? '') ?? [];
      const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? 'bytes=0-')?.[1]);
      const content = contentOf(Number(id), what);
      asked.push(`${id}${what === 'project' ? '' : ` ${what.slice(0, 9)}`} from ${from}`);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      answer?.(request, response, content, from);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    inspector = createFileInspector();
    cache = await openCache();
  });
  afterEach(async () => {
    closeDoor();
    await inspector.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });

  function contentOf(taskId: number, what: string): Buffer {
    const project = [...projects, ...folders].find((candidate) => candidate.taskId === taskId);
    const own = folders.find((candidate) => candidate.taskId === taskId);
    if (what === 'project') return project?.content ?? Buffer.alloc(0);
    if (what === 'manifest') return Buffer.from(JSON.stringify(own?.manifest));
    const found = Object.values(own?.files ?? {}).find((content) => what.endsWith(sha256Of(content)));
    return found ?? Buffer.alloc(0);
  }

  async function openCache(limitBytes = 1e9, sharedContents: string | null = null): Promise<ProjectCache> {
    const { port } = server.address() as { port: number };
    const door = doorOf({
      ...{ address: `http://127.0.0.1:${port}`, machineId: 1, secret: 's', name: 'm' },
      ...{ certificate: null, pairedWith: null },
    });
    closeDoor = () => {
      door.agent.destroy();
    };
    const state = createLinkState();
    state.setContentsId(contentsId);
    const api = createLinkHttp({ door, state, random: () => 0, log });
    const elapsedMs = () => performance.now();
    return openProjectCache({
      api,
      sources: createNearestSources({ api, network: localNetwork, elapsedMs, log }),
      ...{ dataDirectory: folder, limitBytes, sharedContents, inspector, log },
      clock: { elapsedMs, now: () => new Date((now += 60_000)) },
    });
  }

  function add(project: TestProject): TestProject {
    projects.push(project);
    return project;
  }

  function addFolder(project: TestFolder): TestFolder {
    folders.push(project);
    return project;
  }

  /** All of it, and nothing else, under its main file's path. */
  async function requireFolder(hold: ProjectHold, { files, manifest }: TestFolder): Promise<void> {
    assert.equal(hold.path, join(hold.folder, manifest.mainPath));
    for (const [path, content] of Object.entries(files)) {
      assert.ok((await readFile(join(hold.folder, path))).equals(content), path);
    }
    const entries = await readdir(hold.folder, { recursive: true, withFileTypes: true });
    const found = entries.filter((entry) => !entry.isDirectory());
    const paths = found.map(({ parentPath, name }) => relative(hold.folder, join(parentPath, name)));
    assert.deepEqual(paths.sort(), Object.keys(files).sort());
  }

  async function requireContent({ path }: ProjectHold, { content, project }: TestProject): Promise<void> {
    assert.equal(basename(path), project.fileName);
    assert.ok((await readFile(path)).equals(content));
  }

  it('fetches a project once, for many at once and for tasks with the same content', async () => {
    const first = add(projectOf(1, 3_000_000));
    const twin = add({ ...first, taskId: 2, project: { ...first.project, fileName: 'copy.blend' } });
    const holds = await Promise.all([first, first, twin].map((task) => cache.acquire(task, never)));
    for (const [index, task] of [first, first, twin].entries()) {
      const hold = holds[index];
      assert.ok(hold);
      await requireContent(hold, task);
    }
    assert.deepEqual(asked, ['1 from 0']);
    const facts = await stat(holds[0]?.path ?? '');
    assert.equal(facts.mode & 0o222, 0, 'nobody writes to it by accident');
    assert.equal(
      (await (await openCache()).acquire(first, never)).path,
      holds[0]?.path,
      'after a restart too',
    );
    assert.deepEqual(asked, ['1 from 0']);
  });

  it('goes on where it broke off, as often as it takes', async () => {
    const task = add(projectOf(1, 2_000_000));
    answers = [breakAfter(500_000), refuse(503, 'not-scheduling'), breakAfter(700_000), whole];
    await requireContent(await cache.acquire(task, never), task);
    const offsets = asked.map((text) => Number(text.split(' ').at(-1)));
    assert.equal(offsets.length, 4);
    assert.equal(offsets[0], 0);
    assert.ok((offsets[1] ?? 0) > 0 && offsets[1] === offsets[2], asked.join(', '));
    assert.ok((offsets[3] ?? 0) > (offsets[2] ?? 0), asked.join(', '));
  });

  it('goes on after it was killed in the middle, whatever the part that is there', async () => {
    const task = add(projectOf(1, 100_000));
    for (const part of [task.content.subarray(0, 40_000), Buffer.alloc(40_000), Buffer.alloc(200_000)]) {
      await rm(join(folder, 'contents'), { recursive: true, force: true });
      await rm(join(folder, 'projects'), { recursive: true, force: true });
      cache = await openCache();
      const cut = new AbortController();
      answers = [
        (_request, response) => {
          response.writeHead(200, { 'content-length': 100_000 }).flushHeaders();
        },
      ];
      const killed = cache.acquire(task, cut.signal);
      const incoming = join(folder, 'contents', '.incoming', task.project.sha256);
      while ((await stat(incoming).catch(() => undefined)) === undefined) await new Promise(setImmediate);
      cut.abort();
      await assert.rejects(killed);
      await writeFile(incoming, part);
      answers = [whole];
      cache = await openCache();
      await requireContent(await cache.acquire(task, never), task);
    }
    assert.ok(asked.includes('1 from 40000'));
  });

  it('begins anew when wrong bytes came, and gives up when they come again and again', async () => {
    const task = add(projectOf(1, 100_000));
    answers = [wrong, whole];
    await requireContent(await cache.acquire(task, never), task);
    const other = add(projectOf(2, 100_000));
    answers = [wrong];
    asked = [];
    await assert.rejects(cache.acquire(other, never), {
      name: 'ProjectUnavailable',
      message: /3 times over/,
    });
    assert.deepEqual(asked, ['2 from 0', '2 from 0', '2 from 0']);
    answers = [whole];
    await requireContent(await cache.acquire(other, never), other);
  });

  it('never writes more than was announced', async () => {
    const task = add(projectOf(1, 1000));
    answers = [
      (_request, response) => {
        response.writeHead(200, { 'content-length': 5_000_000 }).end(Buffer.alloc(5_000_000));
      },
    ];
    await assert.rejects(cache.acquire(task, never), { name: 'ProjectUnavailable' });
  });

  it('passes on that RenderAPI refuses, and lets the next one try', async () => {
    const first = add(projectOf(1, 1000));
    const twin = add({ ...first, taskId: 2 });
    answers = [refuse(409, 'lease-lost'), whole];
    const both = await Promise.allSettled([cache.acquire(first, never), cache.acquire(twin, never)]);
    // Whichever of the two asked first.
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  });

  it('fetches again what somebody has changed on disk', async () => {
    const task = add(projectOf(1, 1000));
    const hold = await cache.acquire(task, never);
    await chmod(hold.path, 0o644);
    await writeFile(hold.path, 'short');
    await requireContent(await cache.acquire(task, never), task);
    assert.equal(asked.length, 2);
  });

  it('takes a project of one file from a RenderAPI that knows no others', async () => {
    const task = add(projectOf(1, 1000));
    const { manifest: _none, ...project } = task.project;
    await requireContent(await cache.acquire({ taskId: 1, project }, never), task);
    assert.deepEqual(asked, ['1 from 0']);
    assert.match(basename(dirname((await cache.acquire(task, never)).path)), /^[0-9a-f]{64}$/);
  });

  it('takes a project of no bytes', async () => {
    const task = add(projectOf(1, 0));
    await requireContent(await cache.acquire(task, never), task);
  });

  it('lets the least recently used go when it is full, but nothing that is in use', async () => {
    cache = await openCache(250_000);
    const tasks = [1, 2, 3, 4].map((taskId) => add(projectOf(taskId, 100_000)));
    const [one, two, three, four] = tasks as [TestProject, TestProject, TestProject, TestProject];
    const held = await cache.acquire(one, never);
    (await cache.acquire(two, never)).release();
    const inUse = await cache.acquire(three, never);
    const session = inUse.share();
    inUse.release();
    assert.deepEqual(await present(), [one, three]);
    held.release();
    const last = await cache.acquire(four, never);
    assert.deepEqual(await present(), [three, four]);
    session.release();
    last.release();
    // What was used last stays over a restart; the older one goes when there is less room.
    cache = await openCache(150_000);
    (await cache.acquire(four, never)).release();
    while ((await present()).length > 1) await new Promise(setImmediate);
    assert.deepEqual(await present(), [four]);

    async function present(): Promise<TestProject[]> {
      const names = await readdir(join(folder, 'contents'), { recursive: true });
      return tasks.filter(({ project }) => names.some((name) => name.endsWith(project.sha256)));
    }
  });

  it('makes a folder of a project of many files, and fetches what several have in common once', async () => {
    const [scene, wood, cache1] = [randomBytes(900_000), randomBytes(2_000), randomBytes(300_000)];
    const files = { 'shots/a b/scene.blend': scene, 'textures/wood.png': wood, 'copy/wood.png': wood };
    const first = addFolder(await folderOf(1, { ...files, 'empty.txt': Buffer.alloc(0), 'ö/1.vdb': cache1 }));
    const [one, two] = await Promise.all([cache.acquire(first, never), cache.acquire(first, never)]);
    await requireFolder(one, first);
    assert.equal(two.folder, one.folder);
    assert.equal(asked.length, 1 + 3, 'the list, and each content that has bytes');
    asked = [];
    const next = addFolder(await folderOf(2, { ...files, 'textures/new.png': randomBytes(10) }));
    await requireFolder(await cache.acquire(next, never), next);
    assert.equal(asked.length, 1 + 1, 'the list, and what is new');
    asked = [];
    const single = add({ taskId: 3, content: scene, project: { ...first.project, manifest: null } });
    await requireContent(await cache.acquire(single, never), single);
    cache = await openCache();
    await requireFolder(await cache.acquire({ ...first, taskId: 4 }, never), first);
    assert.deepEqual(asked, [], 'not even the list');
    const facts = await stat(join(one.folder, 'textures'));
    assert.equal(facts.mode & 0o222, 0, 'what one render writes the next one would find');
  });

  it('goes on with the files that lacked when it was killed between them', async () => {
    const files = Array.from(
      { length: 40 },
      (_, index) => [`${index}.bin`, randomBytes(1000 + index)] as const,
    );
    const task = addFolder(await folderOf(1, Object.fromEntries(files)));
    const cut = new AbortController();
    const silent: Answer = (_request, response) => void response.writeHead(200, { 'content-length': 9 });
    answers = [...Array.from({ length: 21 }, () => whole), silent];
    const killed = cache.acquire(task, cut.signal);
    while (asked.length < 25) await new Promise(setImmediate);
    cut.abort();
    await assert.rejects(killed);
    asked = [];
    answers = [whole];
    cache = await openCache();
    await requireFolder(await cache.acquire(task, never), task);
    assert.ok(asked.length >= 21 && asked.length <= 1 + 29, String(asked.length));
  });

  it('believes no list but the one that was announced, nor paths that lead elsewhere', async () => {
    const good = await folderOf(1, { 'a.blend': randomBytes(10), 'b.png': randomBytes(10) });
    const bad = await folderOf(2, { 'a.blend': randomBytes(10), '../b.png': randomBytes(10) });
    folders.push({ ...good, manifest: bad.manifest }, bad);
    await assert.rejects(cache.acquire(good, never), {
      name: 'ProjectUnavailable',
      message: /cannot be used/,
    });
    await assert.rejects(cache.acquire(bad, never), { name: 'ProjectUnavailable', message: /\.\./ });
    assert.equal(asked.length, 2);
    assert.deepEqual(await readdir(join(folder, 'projects')), []);
    const other = await folderOf(3, { 'a.blend': randomBytes(10), 'c.png': randomBytes(10) });
    folders.push({ ...other, taskId: 4 });
    await assert.rejects(cache.acquire({ ...good, taskId: 4 }, never), { message: /not the list/ });
  });

  it('lets whole projects go when it is full, and keeps what others need of them', async () => {
    const common = randomBytes(100_000);
    const tasks = [1, 2, 3].map((taskId) =>
      folderOf(taskId, { 'scene.blend': randomBytes(50_000), 'common.vdb': common }),
    );
    const [one, two, three] = (await Promise.all(tasks)) as [TestFolder, TestFolder, TestFolder];
    folders.push(one, two, three);
    cache = await openCache(210_000);
    (await cache.acquire(one, never)).release();
    (await cache.acquire(two, never)).release();
    const held = await cache.acquire(three, never);
    const bytesThere = async () => {
      const names = await readdir(join(folder, 'contents'), { recursive: true, withFileTypes: true });
      const sizes = names
        .filter((entry) => entry.isFile())
        .map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size);
      return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    };
    assert.equal(await bytesThere(), 200_000, 'the common file once, and the two scenes used last');
    await requireFolder(held, three);
    await requireFolder(await cache.acquire(two, never), two);
  });

  it('copies nothing where it sees the contents of RenderAPI, once that is proved', async () => {
    const task = addFolder(
      await folderOf(1, { 'scene.blend': randomBytes(5_000), 'a/b.png': randomBytes(7_000) }),
    );
    const shared = join(folder, 'shared');
    for (const content of Object.values(task.files)) {
      const path = join(shared, sha256Of(content).slice(0, 2), sha256Of(content));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    }
    await writeFile(join(shared, contentsMarkerName), 'another farm\n');
    contentsId = 'this farm';
    cache = await openCache(1e9, shared);
    await requireFolder(await cache.acquire(task, never), task);
    assert.equal(asked.length, 1 + 2, 'fetched: the marker is that of another farm');
    await rm(join(folder, 'projects'), { recursive: true });
    await rm(join(folder, 'contents'), { recursive: true });
    await writeFile(join(shared, contentsMarkerName), 'this farm\n');
    asked = [];
    cache = await openCache(1e9, shared);
    const hold = await cache.acquire(task, never);
    await requireFolder(hold, task);
    assert.deepEqual(asked, ['1 manifest from 0']);
    const inode = (path: string) => stat(path).then(({ ino }) => ino);
    const { sha256 } = task.project;
    assert.equal(await inode(hold.path), await inode(join(shared, sha256.slice(0, 2), sha256)));
  });
});
