import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { LinkTask } from '@renderonline/contract';
import { createLogger } from '@renderonline/runtime';
import { doorOf } from '../joining/membership.ts';
import { createLinkHttp } from '../link/http/link-http.ts';
import { createLinkState } from '../link/link-state.ts';
import { createFileInspector, type FileInspector } from '../outputs/file-inspector.ts';
import { openProjectCache, type ProjectCache, type ProjectHold } from './project-cache.ts';

const log = createLogger({ name: 'test', level: 'silent' });
const never = new AbortController().signal;

interface TestProject {
  readonly taskId: number;
  readonly content: Buffer;
  readonly project: LinkTask['project'];
}

function projectOf(taskId: number, size: number, fileName = 'scene.blend'): TestProject {
  const content = randomBytes(size);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { taskId, content, project: { fileName, size, sha256, manifest: null } };
}

type Answer = (request: IncomingMessage, response: ServerResponse, content: Buffer, from: number) => void;

describe('the cache of projects, over HTTP', () => {
  let folder: string;
  let server: Server;
  let closeDoor: () => void;
  let inspector: FileInspector;
  let cache: ProjectCache;
  let projects: TestProject[];
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
    asked = [];
    answers = [whole];
    server = createServer((request, response) => {
      const taskId = Number(/tasks\/(\d+)\/project$/.exec(request.url ?? '')?.[1]);
      const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? 'bytes=0-')?.[1]);
      const project = projects.find((candidate) => candidate.taskId === taskId);
      asked.push(`${taskId} from ${from}`);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      answer?.(request, response, project?.content ?? Buffer.alloc(0), from);
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

  async function openCache(limitBytes = 1e9): Promise<ProjectCache> {
    const { port } = server.address() as { port: number };
    const door = doorOf({
      ...{ address: `http://127.0.0.1:${port}`, machineId: 1, secret: 's', name: 'm' },
      ...{ certificate: null, pairedWith: null },
    });
    closeDoor = () => {
      door.agent.destroy();
    };
    return openProjectCache({
      api: createLinkHttp({ door, state: createLinkState(), random: () => 0, log }),
      ...{ folder, limitBytes, inspector, log },
      clock: { elapsedMs: () => performance.now(), now: () => new Date((now += 60_000)) },
    });
  }

  function add(project: TestProject): TestProject {
    projects.push(project);
    return project;
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
      await rm(join(folder, task.project.sha256), { recursive: true, force: true });
      const cut = new AbortController();
      answers = [
        (_request, response) => {
          response.writeHead(200, { 'content-length': 100_000 }).flushHeaders();
        },
      ];
      const killed = cache.acquire(task, cut.signal);
      const incoming = join(folder, task.project.sha256, '.incoming');
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
    const [refused, accepted] = await Promise.allSettled([
      cache.acquire(first, never),
      cache.acquire(twin, never),
    ]);
    assert.equal(refused.status, 'rejected');
    assert.equal(accepted.status, 'fulfilled');
  });

  it('fetches again what somebody has changed on disk', async () => {
    const task = add(projectOf(1, 1000));
    const hold = await cache.acquire(task, never);
    await rm(hold.path);
    await writeFile(hold.path, 'short');
    await requireContent(await cache.acquire(task, never), task);
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
      const names = new Set(await readdir(folder));
      return tasks.filter(({ project }) => names.has(project.sha256));
    }
  });
});
