import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCli } from '../run-cli.ts';
import { createFakeIo } from '../testing/fake-io.ts';
import { startStubApi } from '../testing/stub-api.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { watchedTask } from '../testing/watched-task.ts';

const words = {
  running: /Task 12 has no files yet\.[^]*how it is doing: renderonline tasks 12/,
  failed: /Task 12 failed, and has no files\.[^]*what happened: renderonline tasks 12/,
  canceled: /Task 12 was canceled, and has no files\./,
} as const;

for (const state of ['running', 'failed', 'canceled'] as const) {
  test(`a download of a ${state} task without files says how it is`, async (t) => {
    const env = await startStubApi(t, {
      '/renderapi/v2/tasks/12/outputs': { outputs: [] },
      '/renderapi/v2/tasks/12': watchedTask({ state }),
    });
    const io = createFakeIo({ cwd: await temporaryFolder(t), env });
    assert.equal(await runCli(['download', '12'], io), 4);
    assert.match(io.err(), words[state]);
  });
}
