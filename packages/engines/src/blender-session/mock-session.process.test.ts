import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { mockBlenderPath } from '../mock/mock-blender-path.ts';
import { SessionFailure, type RenderSession } from '../sessions/render-session.ts';
import { createSpawnHost } from '../sessions/spawn-host.ts';
import { openBlenderSession } from './open-blender-session.ts';

const ignore = () => undefined;
const crashes = [
  { how: 'crash', cause: 'killed' },
  { how: 'exit', cause: 'engine-error' },
  { how: 'garble', cause: 'engine-error' },
];

describe('a session, with a Blender that does as it is told', () => {
  let folder: string;
  let projects = 0;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-session-test-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function withSession(
    behaviour: object,
    use: (session: RenderSession, output: string) => Promise<void>,
    memoryLimitMb: number | null = null,
  ): Promise<void> {
    const projectPath = join(folder, `project ${++projects}.json`);
    await writeFile(projectPath, JSON.stringify(behaviour));
    const order = {
      executablePath: process.execPath,
      leadingArguments: [mockBlenderPath],
      projectPath,
      values: new Map([['output_format', 'PNG']]),
      allowsScripts: false,
      memoryLimitMb,
    };
    const session = openBlenderSession(order, createSpawnHost());
    try {
      await use(session, join(folder, `output ${projects}`));
    } finally {
      await session.close();
    }
  }

  it('renders frames one after another, and says how far each is', async () => {
    await withSession({}, async (session, output) => {
      const fractions: number[] = [];
      const first = await session.renderFrame(7, join(output, '7'), (fraction) => fractions.push(fraction));
      assert.ok(first.kind === 'done');
      assert.deepEqual(first.files, [join(output, '7', 'frame_0007.png')]);
      assert.equal(first.peakMemoryMb, 100);
      assert.deepEqual(fractions, [0, 0.25, 0.5, 0.75]);
      const second = await session.renderFrame(8, join(output, '8'), ignore);
      assert.ok(second.kind === 'done' && second.isSessionUsable);
      assert.equal(session.memoryMb(), 100);
      const { version, loadMs } = await session.opened;
      assert.equal(version, '3.4.1');
      assert.ok(loadMs > 0);
      await session.close();
      assert.deepEqual(await session.ended, { kind: 'closed', message: 'the session was closed' });
    });
  });

  it('renders one frame at a time', async () => {
    await withSession({ frames: { 1: 'hang' } }, async (session, output) => {
      const first = session.renderFrame(1, output, ignore);
      assert.ok(session.isBusy);
      await assert.rejects(session.renderFrame(2, output, ignore), /one frame at a time/);
      await session.close();
      assert.deepEqual(await first, { kind: 'canceled', isSessionUsable: false });
    });
  });

  it('fails a frame that Blender cannot render, and goes on', async () => {
    await withSession({ frames: { 1: 'fail', 2: 'write-nothing' } }, async (session, output) => {
      const failed = await session.renderFrame(1, output, ignore);
      const message = 'Out of memory';
      assert.deepEqual(failed, { kind: 'failed', cause: 'out-of-memory', message, isSessionUsable: true });
      const empty = await session.renderFrame(2, output, ignore);
      assert.ok(empty.kind === 'failed' && empty.cause === 'output-missing');
      assert.equal((await session.renderFrame(3, output, ignore)).kind, 'done');
    });
  });

  it('loses only the frame in which Blender crashes', async () => {
    for (const { how, cause } of crashes) {
      await withSession({ frames: { 2: how } }, async (session, output) => {
        assert.equal((await session.renderFrame(1, output, ignore)).kind, 'done');
        const lost = await session.renderFrame(2, output, ignore);
        assert.ok(lost.kind === 'failed' && !lost.isSessionUsable, how);
        assert.equal(lost.cause, cause);
        assert.equal((await session.ended).kind, 'crashed');
        const late = await session.renderFrame(3, output, ignore);
        assert.ok(late.kind === 'failed' && !late.isSessionUsable);
      });
    }
  });

  it('refuses frames while an error stands', async () => {
    const finding = {
      severity: 'error',
      code: 'camera-missing',
      message: 'No camera.',
      cause: 'scene-invalid',
    };
    await withSession({ findings: [finding] }, async (session, output) => {
      const { findings } = await session.opened;
      assert.deepEqual(findings, [{ ...finding, isMachineDependent: false }]);
      const refused = await session.renderFrame(1, output, ignore);
      const message = 'No camera.';
      assert.deepEqual(refused, { kind: 'failed', cause: 'scene-invalid', message, isSessionUsable: true });
    });
  });

  it('says why a scene cannot be opened', async () => {
    await withSession({ refusal: 'File is not a valid blend file' }, async (session, output) => {
      const frame = session.renderFrame(1, output, ignore);
      await assert.rejects(session.opened, (error) => {
        assert.ok(error instanceof SessionFailure);
        return error.failureCause === 'scene-invalid' && error.message.includes('not a valid blend file');
      });
      const failed = await frame;
      assert.ok(failed.kind === 'failed' && failed.cause === 'scene-invalid' && !failed.isSessionUsable);
      assert.equal((await session.ended).kind, 'failed');
    });
  });

  it('says that Blender is not there', async () => {
    const order = {
      executablePath: join(folder, 'no blender'),
      projectPath: 'x',
      values: new Map<string, string>(),
    };
    const session = openBlenderSession(
      { ...order, allowsScripts: false, memoryLimitMb: null },
      createSpawnHost(),
    );
    await assert.rejects(session.opened, { failureCause: 'could-not-start' });
    assert.equal((await session.ended).kind, 'failed');
    await session.close();
  });

  it('cancels a frame and goes on, when Blender lets it', async () => {
    await withSession({ frameMs: 400 }, async (session, output) => {
      await session.opened;
      const canceled = session.renderFrame(1, output, () => {
        session.cancelFrame();
      });
      assert.deepEqual(await canceled, { kind: 'canceled', isSessionUsable: true });
      assert.equal((await session.renderFrame(2, output, ignore)).kind, 'done');
      session.cancelFrame();
    });
  });

  it('ends Blender when it does not let a frame go', async () => {
    await withSession({ frames: { 1: 'hang' }, isDeaf: true }, async (session, output) => {
      await session.opened;
      const canceled = session.renderFrame(1, output, () => {
        session.cancelFrame();
      });
      assert.deepEqual(await canceled, { kind: 'canceled', isSessionUsable: false });
      await session.ended;
    });
  });

  it('cancels a frame before the scene is open, and keeps the session', async () => {
    await withSession({ loadMs: 100 }, async (session, output) => {
      const frame = session.renderFrame(1, output, ignore);
      session.cancelFrame();
      assert.deepEqual(await frame, { kind: 'canceled', isSessionUsable: true });
      assert.equal((await session.renderFrame(2, output, ignore)).kind, 'done');
    });
  });

  it('ends after the frame that left it with too much memory', async () => {
    const limit = 1000;
    await withSession(
      { memoryMb: limit + 1 },
      async (session, output) => {
        const last = await session.renderFrame(1, output, ignore);
        assert.ok(last.kind === 'done' && !last.isSessionUsable);
        assert.equal((await session.ended).kind, 'closed');
      },
      limit,
    );
  });
});
