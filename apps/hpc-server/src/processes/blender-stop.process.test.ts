import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import { findExecutable } from '@renderonline/engines';
import { startTestServer } from '../testing/test-server.ts';

const endlessScene = `
import bpy
scene = bpy.context.scene
scene.render.engine = 'CYCLES'
scene.cycles.samples = 100000
scene.cycles.use_adaptive_sampling = False
scene.cycles.use_denoising = False
`;

it('a frame that Blender saves half-done when it is asked to end does not count', async () => {
  const blender = await findExecutable('blender');
  assert.ok(blender, 'Blender is missing: install it, for example with `apt install blender`');
  const server = await startTestServer({
    renderingEngines: [{ engineId: 'blender', executablePath: blender, leadingArguments: [] }],
    stopGraceMs: 10_000,
  });
  try {
    const output = join(server.settings.dataDirectory, 'frame_####');
    const script = `--python-expr "${endlessScene}"`;
    const Arguments = `blender -b --factory-startup ${script} -o ${output} -s 1 -e 2 -a`;
    const answer = await server.start({ EngineId: 'blender', TaskId: 1, Arguments });
    assert.equal(answer.status, 200, answer.Message);
    await server.untilAttempt(
      'it paints',
      ({ FrameFraction }) => FrameFraction !== null && FrameFraction > 0,
    );
    assert.equal((await server.stop({ TaskId: 1 })).Message, 'Active render terminated!');
    const attempt = await server.attempt();
    assert.deepEqual([attempt?.Outcome, attempt?.FramesDone], ['canceled', '']);
  } finally {
    await server.close();
  }
});
