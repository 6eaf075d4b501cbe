import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';

import type { AttemptOutcome } from '../leases/attempt-outcome.ts';
import { failureCauses } from './failure-cause.ts';
import type { FailureCause } from './failure-cause.ts';
import { sortFailure } from './sort-failure.ts';

const failed: AttemptOutcome = { kind: 'failed', exitCode: 1, message: '' };

describe('sorting failures', () => {
  const byWords: [string, FailureCause][] = [
    ['Error: Out of memory in CUDA queue enqueue', 'out-of-memory'],
    ['System is out of GPU memory', 'out-of-memory'],
    ['Calloc returns null: len=1073741824 in imbuf, total 3400000000', 'engine-error'],
    ['Malloc returns null: len=1073741824 in imbuf, total 3400000000', 'out-of-memory'],
    ["terminate called after throwing an instance of 'std::bad_alloc'", 'out-of-memory'],
    ['fork: Cannot allocate memory', 'out-of-memory'],
    ['write error: No space left on device', 'disk-full'],
    ["OSError: [Errno 28] ENOSPC: 'frame_0001.png'", 'disk-full'],
    ['Build without OpenImageDenoiser', 'feature-missing'],
    ["[vost#0:0] Unknown encoder 'libx265'", 'feature-missing'],
    ['Error: Cannot render, no camera', 'scene-invalid'],
    ["Error: File format is not supported in file '/p/scene.blend'", 'scene-invalid'],
    ['scene.mp4: No such file or directory', 'missing-file'],
    ["Possible Parse Error: Cannot find file 'colors.inc'", 'missing-file'],
    ["Warning: Path '//textures/wood.png' not found", 'missing-file'],
    ['Something else went wrong', 'engine-error'],
  ];
  for (const [line, cause] of byWords) {
    it(`"${line}" is ${cause}`, () => {
      assert.equal(
        sortFailure({ outcome: failed, lastLines: ['Fra:1 Mem:100M', line, 'Blender quit'] }),
        cause,
      );
    });
  }

  const byOutcome: [AttemptOutcome, FailureCause][] = [
    [{ kind: 'machine-lost', message: '' }, 'machine-lost'],
    [{ kind: 'timed-out', message: '' }, 'timed-out'],
    [{ kind: 'crashed', signal: 'SIGKILL', message: '' }, 'killed'],
    [{ kind: 'crashed', signal: 'SIGABRT', message: 'out of memory' }, 'out-of-memory'],
    [{ kind: 'failed', exitCode: 137, message: '' }, 'killed'],
    [{ kind: 'failed', exitCode: 1, message: '' }, 'engine-error'],
    [
      { kind: 'could-not-start', message: 'spawn /opt/blender: no such file or directory' },
      'could-not-start',
    ],
    [{ kind: 'could-not-start', message: 'no space left on device' }, 'disk-full'],
    [{ kind: 'succeeded' }, 'output-missing'],
    [{ kind: 'canceled' }, 'killed'],
  ];
  for (const [outcome, cause] of byOutcome) {
    it(`${JSON.stringify(outcome)} is ${cause}`, () => {
      assert.equal(sortFailure({ outcome, lastLines: [] }), cause);
    });
  }

  it('takes no longer with endless output', () => {
    const lastLines = Array.from({ length: 50_000 }, () => 'texture '.repeat(1000));
    const before = performance.now();
    sortFailure({ outcome: failed, lastLines });
    assert.ok(performance.now() - before < 2000);
  });

  it('needs words that leave no doubt before a task fails at once', () => {
    const fatal = Object.entries(failureCauses).filter(([, { isFatalForTask }]) => isFatalForTask);
    assert.deepEqual(
      fatal.map(([cause]) => cause),
      ['scene-invalid'],
    );
  });
});

describe('docs/failures.md', () => {
  const rows = Object.entries(failureCauses).map(
    ([cause, { blames, summary, whatToDo }]) => `| \`${cause}\` | ${blames} | ${summary} | ${whatToDo} |`,
  );

  async function documentedRows(): Promise<string[]> {
    const document = await readFile(new URL('../../../../docs/failures.md', import.meta.url), 'utf8');
    return document
      .split('\n')
      .filter((line) => /^\|\s*`[a-z-]+`\s*\|/.test(line))
      .map((line) => line.replace(/\s*\|\s*/g, ' | ').trim());
  }

  it('has every cause, and no other, in the same words', async () => {
    assert.deepEqual(await documentedRows(), rows);
  });

  for (const [cause, { summary, whatToDo }] of Object.entries(failureCauses)) {
    it(`${cause} is written like the others`, () => {
      for (const sentence of [summary, whatToDo]) assert.match(sentence, /^[A-Z][^|]*\.$/);
    });
  }
});
