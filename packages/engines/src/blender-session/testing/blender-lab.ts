import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decode } from 'fast-png';
import { findExecutable } from '../../executables/find-executable.ts';
import { runRenderer } from '../../presets/expand-preset.ts';
import type { FrameResult, RenderSession, SessionOrder } from '../../sessions/render-session.ts';
import { createSpawnHost } from '../../sessions/spawn-host.ts';
import { openBlenderSession } from '../open-blender-session.ts';

/** For tests: the Blender that is installed, and a folder for scenes and frames. */
export interface BlenderLab {
  readonly executablePath: string;
  readonly folder: string;
  /** Makes a scene with a script of testing/. */
  makeScene(script: string, name: string, ...args: string[]): Promise<string>;
  run(...args: string[]): Promise<void>;
  /** Opens a session and closes it in the end, whatever happens. */
  withSession(
    order: Pick<SessionOrder, 'projectPath'> & Partial<SessionOrder>,
    use: (session: RenderSession, log: () => string) => Promise<void>,
  ): Promise<void>;
  close(): Promise<void>;
}

export async function openBlenderLab(): Promise<BlenderLab> {
  const found = await findExecutable('blender');
  assert.ok(found, 'Blender is missing: install it, for example with `apt install blender`');
  const executablePath = found;
  const folder = await mkdtemp(join(tmpdir(), 'renderonline-blender-lab-'));

  async function run(...args: string[]): Promise<void> {
    const { exitCode, output } = await runRenderer(executablePath, args);
    assert.equal(exitCode, 0, output);
  }

  return {
    executablePath,
    folder,
    run,
    async makeScene(script, name, ...args) {
      const path = join(folder, `${name}.blend`);
      const file = fileURLToPath(new URL(script, import.meta.url));
      await run('-b', '--factory-startup', '--python-exit-code', '1', '--python', file, '--', path, ...args);
      return path;
    },
    async withSession(order, use) {
      let log = '';
      const host = createSpawnHost((chunk) => {
        log += chunk.toString();
      });
      const defaults = { executablePath, values: new Map(), allowsScripts: false, memoryLimitMb: null };
      const session = openBlenderSession({ ...defaults, ...order }, host);
      try {
        await use(session, () => log);
      } finally {
        await session.close();
      }
    },
    close: () => rm(folder, { recursive: true }),
  };
}

/** For tests: the files of a frame that was rendered. */
export function filesOf(result: FrameResult): readonly string[] {
  assert.ok(result.kind === 'done', JSON.stringify(result));
  return result.files;
}

/** For tests: which channel is strongest at these columns of a PNG's middle row. */
export async function strongestChannels(path: string | undefined, columns: number[]): Promise<string[]> {
  assert.ok(path !== undefined);
  const { data, width, height, channels } = decode(await readFile(path));
  return columns.map((column) => {
    const at = (Math.floor(height / 2) * width + column) * channels;
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    const most = Math.max(red, green, blue);
    if (most < 64) return 'dark';
    return red === most ? 'red' : green === most ? 'green' : 'blue';
  });
}

/** For tests: the pixels of a PNG; what else it says (its date) is not the same in two renders. */
export async function pixelsOf(path: string | undefined): Promise<Buffer> {
  assert.ok(path !== undefined);
  const { data } = decode(await readFile(path));
  return Buffer.from(data.buffer);
}
