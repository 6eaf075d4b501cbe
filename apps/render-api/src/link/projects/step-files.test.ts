// What a machine is told that fetches frames for a step while the task that they are of changes.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { failureCauses } from '@renderonline/domain';
import Fastify from 'fastify';
import { replyWithProblems } from '../../http/problem-reply.ts';
import { sendStepFile } from './step-files.ts';
import type { StepProject } from './step-projects.ts';

test('frames that a step takes are sent, awaited while they are on their way, and plainly missed after', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'renderonline-step-files-'));
  t.after(() => rm(folder, { recursive: true }));
  const inputFilePath = join(folder, '7', '638603640000000000', 'scene.blend');
  const output = join(inputFilePath, '..', 'output');
  await mkdir(output, { recursive: true });
  await writeFile(join(output, '1.png'), 'frame');
  const file = { path: '000001.png', name: '1.png', sha256: 'a', size: 5, frame: 1 };
  const project: StepProject = {
    manifest: { mainPath: '', files: [] },
    summary: { sha256: '', fileCount: 1, totalBytes: 5, mainPath: '' },
    ...{ inputTaskId: 12, inputFilePath, inputEndedAtMs: 0 },
    fileOf: (sha256) => (sha256 === 'a' ? file : undefined),
  };
  let nowMs = 1000;
  const app = Fastify();
  t.after(() => app.close());
  replyWithProblems(app);
  const steps = { of: () => Promise.resolve(project) };
  app.get<{ Params: { sha256: string } }>('/:sha256', (request, reply) =>
    sendStepFile({ steps, nowMs: () => nowMs }, project, { request, reply, sha256: request.params.sha256 }),
  );
  const ask = async (sha256: string) => {
    const { statusCode, body } = await app.inject(`/${sha256}`);
    return statusCode === 200 ? body : (JSON.parse(body) as { code: string; detail: string });
  };
  assert.equal(await ask('a'), 'frame');
  const plain = /^Task 12, whose frames it takes, does not have them as they were any more/;
  async function isPlainlyMissed(sha256: string): Promise<void> {
    const problem = await ask(sha256);
    assert.ok(typeof problem !== 'string');
    assert.equal(problem.code, 'step-input-missing');
    assert.match(problem.detail, plain);
  }
  await isPlainlyMissed('b');
  await rm(join(output, '1.png'));
  const onItsWay = await ask('a');
  assert.ok(typeof onItsWay !== 'string' && onItsWay.code === 'too-busy');
  nowMs = 61_000;
  await isPlainlyMissed('a');
  // The attempt that ends with these words.
  assert.equal(failureCauses['project-unavailable'].blames, 'nobody');
});
