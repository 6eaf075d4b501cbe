import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient, type Client } from '../packages/client/src/index.ts';
import { buildScene } from '../tests/support/scene.ts';
import { startBenchFarm, type BenchFarm } from './bench-farm.ts';
import { joinMachine } from './joined-machine.ts';
import { describeMs, percentile } from './statistics.ts';

interface BlenderCase {
  readonly name: string;
  readonly frames: number;
  /** Of Cycles. */
  readonly samples: number;
}

/** Frames of some 60 ms, of which starting Blender for each would make seventeen times as much, and of some 750 ms. */
const cases: readonly BlenderCase[] = [
  { name: 'light', frames: 150, samples: 70 },
  { name: 'heavy', frames: 16, samples: 1000 },
];
const rounds = 3;

/**
 * Notes when each frame's render begins and when its file is written, in a file of its own: in sessions and in a bare
 * `blender -b -a` alike.
 */
const probe = `
import os, time, bpy
from bpy.app.handlers import persistent
out = open(os.environ["RENDERONLINE_PROBE"], "a", buffering=1)
def note(what):
    @persistent
    def handler(*_):
        out.write("%s %d\\n" % (what, time.time_ns()))
    return handler
bpy.app.handlers.render_pre.append(note("begin"))
bpy.app.handlers.render_write.append(note("end"))
`;

/**
 * One machine against a bare \`blender -b -a\` of the same scene, in turns: the whole from submission to the last
 * frame, and the gap between one frame's end and the next one's beginning.
 */
export async function benchBlender(): Promise<void> {
  for (const what of cases) {
    const farm = await startBenchFarm({ preset: 'blender' });
    try {
      await measure(farm, what);
    } finally {
      await farm.end();
    }
  }
}

async function measure(farm: BenchFarm, { name, frames, samples }: BlenderCase): Promise<void> {
  const scene = join(farm.folder, 'scene.blend');
  await buildScene(scene, frames, samples);
  const wrapper = await writeWrapper(farm.folder);
  const engine = { EngineId: 'blender', ExecutablePath: wrapper.path };
  await joinMachine(farm, { name: 'machine', engine });
  const client = createClient({ baseUrl: farm.api.address, ...farm.credentials });
  const totals = { farm: [] as number[], bare: [] as number[] };
  const gaps = { farm: [] as number[], bare: [] as number[] };
  const runs = {
    farm: () => renderOnFarm(client, scene, frames),
    bare: () => renderBare(wrapper.path, scene, join(farm.folder, 'bare')),
  };
  for (let round = 0; round < rounds; round++) {
    for (const who of round % 2 === 0 ? (['farm', 'bare'] as const) : (['bare', 'farm'] as const)) {
      await rm(wrapper.notes, { force: true });
      const begunMs = performance.now();
      await runs[who]();
      totals[who].push(performance.now() - begunMs);
      gaps[who].push(...gapsOf(await readFile(wrapper.notes, 'utf8')));
    }
  }
  const seconds = (who: 'farm' | 'bare') => (percentile(totals[who], 0.5) / 1000).toFixed(2);
  const ratio = percentile(totals.farm, 0.5) / percentile(totals.bare, 0.5);
  console.log(
    `one machine ÷ blender -b -a, ${name}, ${frames} frames   ${ratio.toFixed(3)} (${seconds('farm')} s, bare ${seconds('bare')} s, n = ${rounds})`,
  );
  console.log(`  gap between frames of a session   ${describeMs(gaps.farm)}`);
  console.log(`  of blender -b -a                  ${describeMs(gaps.bare)}`);
}

async function writeWrapper(folder: string): Promise<{ path: string; notes: string }> {
  const [path, script, notes] = ['blender', 'probe.py', 'notes'].map((name) =>
    join(folder, 'probe', name),
  ) as [string, string, string];
  await mkdir(join(folder, 'probe'));
  await writeFile(script, probe);
  const text = `#!/bin/sh\nRENDERONLINE_PROBE='${notes}' exec blender --python '${script}' "$@"\n`;
  await writeFile(path, text, { mode: 0o755 });
  return { path, notes };
}

/** What is measured does not end before the session's Blender may be used again, so each round opens the scene anew. */
async function renderOnFarm(client: Client, scene: string, frames: number): Promise<void> {
  const { taskId } = await client.enqueue({
    engineId: 1,
    arguments: { start_frame: '1', end_frame: String(frames) },
    filePath: scene,
    fileName: 'scene.blend',
  });
  const last = (await Array.fromAsync(client.watchTask(taskId))).at(-1);
  if (last?.state !== 'succeeded') throw new Error(`The task ended as ${String(last?.state)}.`);
}

async function renderBare(blender: string, scene: string, folder: string): Promise<void> {
  const child = spawn(blender, ['-b', '-Y', scene, '-o', join(folder, 'frame_####'), '-a'], {
    stdio: 'ignore',
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`blender ended with ${String(code)}`);
}

function gapsOf(notes: string): number[] {
  const gaps: number[] = [];
  let endedMs: number | undefined;
  for (const line of notes.trim().split('\n')) {
    const [what, at] = line.split(' ');
    const atMs = Number(at) / 1e6;
    if (what === 'begin' && endedMs !== undefined) gaps.push(atMs - endedMs);
    endedMs = what === 'end' ? atMs : undefined;
  }
  return gaps;
}
