import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openKeptLog } from './kept-log.ts';
import { listLogParts } from './log-parts.ts';
import { readLogParts } from './read-log-parts.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'renderonline-kept-log-'));
});
after(() => rm(folder, { recursive: true }));

async function textOf(path: string, from = 0): Promise<string> {
  let text = '';
  let end = from;
  for await (const { start, bytes } of readLogParts(await listLogParts(path), from, 50)) {
    if (start > end) text += `<${start - end}>`;
    text += bytes.toString();
    end = start + bytes.length;
  }
  return text;
}

/** 'line 0007\n' has ten bytes. */
const line = (number: number) => `line ${String(number).padStart(4, '0')}\n`;
const lines = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => line(first + index)).join('');

test('a log within its limit is one file', async () => {
  const path = join(folder, 'short.log');
  const log = await openKeptLog(path, 1600);
  await log.append(Buffer.from(lines(0, 40)));
  await log.append(Buffer.from(lines(41, 79)));
  assert.equal(log.size, 800);
  assert.equal(log.parts.length, 1);
  assert.equal(await textOf(path), lines(0, 79));
});

test('of a long one the first half and about the last are kept, in whole lines', async () => {
  const path = join(folder, 'long.log');
  const log = await openKeptLog(path, 1600);
  for (let number = 0; number < 1000; number++) await log.append(Buffer.from(line(number)));
  assert.equal(log.size, 10_000);
  const kept = log.parts.reduce((sum, { size }) => sum + size, 0);
  assert.ok(kept <= 1600 && kept >= 1500, `${kept} bytes`);
  const text = await textOf(path);
  assert.match(text, /^line 0000\n[^<]*line 0079\n<\d+>line 09\d0\n[^<]*line 0999\n$/);
  assert.equal((await listLogParts(path)).length, log.parts.length);
});

test('pieces of any size make the same log', async () => {
  const whole = Buffer.from(lines(0, 999));
  const path = join(folder, 'pieces.log');
  const log = await openKeptLog(path, 1600);
  for (let at = 0, size = 1; at < whole.length; at += size, size = (size * 7) % 997) {
    await log.append(whole.subarray(at, at + size));
  }
  const text = await textOf(path);
  const [head = '', tail = ''] = text.split(/<\d+>/);
  const { size } = log;
  assert.ok(whole.toString().startsWith(head) && whole.toString().endsWith(tail));
  assert.equal(size, whole.length);
  assert.ok(head.length + tail.length <= 1600);
});

test('a line longer than a part is cut, not lost', async () => {
  const path = join(folder, 'line.log');
  const log = await openKeptLog(path, 1600);
  await log.append(Buffer.from('x'.repeat(1000)));
  assert.equal((await textOf(path)).length, 1000);
  assert.equal(log.size, 1000);
});

test('opened again it goes on where it stopped', async () => {
  const path = join(folder, 'again.log');
  for (let number = 0; number < 300; number += 30) {
    const log = await openKeptLog(path, 1600);
    assert.equal(log.size, number * 10);
    await log.append(Buffer.from(lines(number, number + 29)));
  }
  assert.match(await textOf(path), /^line 0000\n[^<]*<\d+>[^<]*line 0299\n$/);
  assert.equal(await textOf(path, 2950), lines(295, 299));
});

test('what was never given is a gap as well', async () => {
  const path = join(folder, 'gap.log');
  const log = await openKeptLog(path, 1600);
  await log.append(Buffer.from(line(0)));
  log.skipTo(500);
  await log.append(Buffer.from(line(50)));
  await log.append(Buffer.from(line(51)));
  assert.equal(await textOf(path), `${line(0)}<490>${lines(50, 51)}`);
  assert.equal((await openKeptLog(path, 1600)).size, 520);
});

test('without room it only counts', async () => {
  const path = join(folder, 'none.log');
  const log = await openKeptLog(path, 0);
  await log.append(Buffer.from(lines(0, 9)));
  assert.equal(log.size, 100);
  assert.deepEqual(await listLogParts(path), []);
});

const hasLinks = process.platform !== 'win32';

test('links in its place are neither read nor written through', { skip: !hasLinks }, async () => {
  const secret = join(folder, 'secret');
  await writeFile(secret, 'password');
  const path = join(folder, 'linked.log');
  await symlink(secret, path);
  assert.equal(await textOf(path), '');
  const passage = readLogParts([{ path, start: 0, size: 8 }]).next();
  await assert.rejects(passage, { code: 'ELOOP' });
  const log = await openKeptLog(path, 1600);
  await assert.rejects(log.append(Buffer.from(line(0))), { code: 'ELOOP' });
  assert.equal(await readFile(secret, 'utf8'), 'password');

  const elsewhere = join(folder, 'elsewhere');
  await mkdir(elsewhere);
  await writeFile(join(elsewhere, '0000000000000800'), 'password');
  const long = join(folder, 'linked-more.log');
  await symlink(elsewhere, `${long}.more`);
  assert.equal(await textOf(long), '');
  const more = await openKeptLog(long, 1600);
  await assert.rejects(more.append(Buffer.from(lines(0, 99))), { code: 'ELOOP' });
  assert.deepEqual(await readdir(elsewhere), ['0000000000000800']);
});
