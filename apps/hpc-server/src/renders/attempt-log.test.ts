import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openAttemptLog } from './attempt-log.ts';

describe('the log of an attempt', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-log-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function logOf(maxBytes: number, chunks: readonly string[]): Promise<string> {
    const path = join(folder, `${maxBytes}.log`);
    const log = openAttemptLog({ path, maxBytes, onError: assert.fail });
    for (const chunk of chunks) if (!log.write(Buffer.from(chunk))) await log.drained();
    await log.close('succeeded');
    return readFile(path, 'utf8');
  }

  it('holds everything when that fits', async () => {
    assert.equal(await logOf(200_000, ['one\n', 'two\n']), 'one\ntwo\n\n[RenderOnline: succeeded]\n');
  });

  it('holds the beginning and the end of a flood, and says how much is missing', async () => {
    const flood = Array.from({ length: 100 }, (_, block) => `${block} `.padEnd(10_000, '.'));
    const text = await logOf(100_000, ['BEGIN', ...flood, 'THE END']);
    assert.ok(text.length < 100_200, `${text.length} bytes`);
    assert.match(text, /^BEGIN0 \./);
    assert.match(text, /THE END\n\[RenderOnline: succeeded\]\n$/);
    const missing = /(\d+) bytes of output left out/.exec(text)?.[1];
    assert.equal(Number(missing), 1_000_012 - 100_000);
  });

  it('stays within a limit smaller than the kept end, and of nothing', async () => {
    assert.match(await logOf(10, ['x'.repeat(1000), '0123456789']), /\n0123456789\n/);
    assert.ok(!(await logOf(0, ['xyz'])).includes('xyz'));
  });

  it('tells once when it cannot be written, and lets the render go on', async () => {
    const errors: Error[] = [];
    const onError = (error: Error) => errors.push(error);
    const log = openAttemptLog({ path: join(folder, 'missing', 'x.log'), maxBytes: 200_000, onError });
    for (let turn = 0; turn < 50; turn++) {
      if (!log.write(Buffer.alloc(65_536))) await log.drained();
    }
    await log.close('failed');
    assert.equal(errors.length, 1);
  });
});
