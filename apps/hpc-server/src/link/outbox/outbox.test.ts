import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createLogger } from '@renderonline/runtime';
import fc from 'fast-check';
import { openOutboxFile } from './outbox-file.ts';
import { openOutbox, type Outbox } from './outbox.ts';

const log = createLogger({ name: 'test', level: 'silent' });
let folder: string;
let serial = 0;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'renderonline-outbox-'));
});
after(() => rm(folder, { recursive: true }));

const newPath = () => join(folder, `outbox-${(serial += 1)}.log`);

function open(path: string, overrides: Partial<Parameters<typeof openOutbox>[0]> = {}) {
  return openOutbox<unknown>({
    path,
    maxBytes: 8 * 1024 * 1024,
    newId: () => `id-${(serial += 1)}`,
    log,
    pause: () => Promise.resolve(),
    onChange: () => undefined,
    ...overrides,
  });
}

const everything = (outbox: Outbox<unknown>) => outbox.after(0, Infinity);
const seqs = (outbox: Outbox<unknown>) => everything(outbox).map(({ seq }) => seq);

describe('the outbox', () => {
  it('gives events out in order once they are on disk, until they are acked', async () => {
    const outbox = await open(newPath());
    for (const event of ['a', 'b', 'c']) outbox.add(event);
    assert.deepEqual([everything(outbox), outbox.lastSeq()], [[], 3], 'nothing is sent before it is kept');
    await outbox.flushed();
    assert.deepEqual(
      outbox.after(1, 1).map(({ seq, event }) => [seq, event]),
      [[2, 'b']],
    );
    outbox.ack(2);
    outbox.ack(1);
    assert.deepEqual([seqs(outbox), outbox.after(0, 1)[0]?.event], [[3], 'c']);
    outbox.ack(99);
    assert.deepEqual(seqs(outbox), []);
    outbox.add('d');
    await outbox.flushed();
    assert.deepEqual(seqs(outbox), [4]);
    await outbox.close();
  });

  it('goes on after a restart with its id and its numbers, and without what was acked', async () => {
    const path = newPath();
    const before = await open(path);
    for (const event of ['a', 'b']) before.add(event);
    await before.flushed();
    before.ack(1);
    await before.close();
    const outbox = await open(path);
    assert.deepEqual(
      [outbox.id, outbox.lastSeq(), everything(outbox).map(({ event }) => event)],
      [before.id, 2, ['b']],
    );
    await outbox.close();
  });

  it('is whole after a crash at any byte of any history', async () => {
    const step = fc.oneof(
      fc.record({ add: fc.string({ unit: 'grapheme', maxLength: 20 }) }),
      fc.record({ ack: fc.nat(40) }),
      fc.constant('flush' as const),
      fc.constant('restart' as const),
    );
    const history = fc.array(step, { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(history, fc.nat(), fc.uint8Array({ maxLength: 30 }), async (steps, at, garbage) => {
        const path = newPath();
        let outbox = await open(path);
        const said: string[] = [];
        /** At each length that was synced: which events are kept from then on, whatever happens. */
        const promises: { length: number; acked: number; last: number }[] = [];
        let acked = 0;
        async function note(): Promise<void> {
          await outbox.flushed();
          promises.push({ length: (await readFile(path)).length, acked, last: said.length });
        }
        for (const wish of steps) {
          if (wish === 'flush') await note();
          else if (wish === 'restart') {
            await outbox.close();
            outbox = await open(path);
          } else if ('add' in wish) {
            said.push(wish.add);
            outbox.add(wish.add);
          } else {
            await note();
            outbox.ack(wish.ack);
            acked = Math.max(acked, Math.min(wish.ack, said.length));
          }
        }
        await note();
        const { id } = outbox;
        await outbox.close();
        const data = await readFile(path);
        const header = data.indexOf(0x0a) + 1;
        const length = header + (at % (data.length - header + 1));
        await writeFile(path, Buffer.concat([data.subarray(0, length), garbage]));

        const found = await open(path);
        const promised = promises.filter((promise) => promise.length <= length).at(-1);
        const entries = everything(found);
        const first = entries[0]?.seq ?? found.lastSeq() + 1;
        assert.equal(found.id, id);
        assert.ok(found.lastSeq() >= (promised?.last ?? 0), 'nothing that was kept is lost');
        assert.ok(first <= acked + 1, 'nothing is left out that nobody acked');
        assert.ok(first > (promised?.acked ?? 0), 'what was acked is not said again');
        assert.deepEqual(
          entries.map(({ seq, event }) => [seq, event]),
          said.slice(first - 1, found.lastSeq()).map((event, index) => [first + index, event]),
          'in order, without a gap, as they were said',
        );
        found.add('next');
        await found.flushed();
        assert.equal(everything(found).at(-1)?.seq, found.lastSeq());
        await found.close();
        await rm(path);
      }),
      { numRuns: 300 },
    );
  });

  it('does not grow with what was acked', async () => {
    const path = newPath();
    const outbox = await open(path);
    for (let round = 0; round < 40; round++) {
      for (let index = 0; index < 100; index++) outbox.add('x'.repeat(1000));
      await outbox.flushed();
      outbox.ack(outbox.lastSeq());
    }
    outbox.add('kept');
    await outbox.flushed();
    assert.ok((await readFile(path)).length < 2 * 1024 * 1024);
    await outbox.close();
    const found = await open(path);
    assert.deepEqual(seqs(found), [4001]);
    await found.close();
  });

  it('says when it is full, drops nothing, and says when there is room again', async () => {
    const outbox = await open(newPath(), { maxBytes: 1000 });
    while (outbox.pressure() === null) outbox.add('something to say');
    const count = outbox.lastSeq();
    outbox.add('and more');
    await outbox.flushed();
    assert.equal(everything(outbox).length, count + 1);
    outbox.ack(2);
    assert.equal(outbox.pressure(), 'full', 'a little room is none yet');
    outbox.ack(count);
    assert.equal(outbox.pressure(), null);
    await outbox.close();
  });

  it('keeps what a failing disk will not take, and writes it when it does', async () => {
    const path = newPath();
    let isBroken = true;
    const tries: number[] = [];
    const pressures: (string | null)[] = [];
    const outbox: Outbox<unknown> = await open(path, {
      openFile: async (...input) => {
        const { file, records } = await openOutboxFile(...input);
        const append: typeof file.append = (lines, isSynced) =>
          isBroken ? Promise.reject(new Error('ENOSPC')) : file.append(lines, isSynced);
        return { file: { ...file, append }, records };
      },
      pause: () => {
        pressures.push(outbox.pressure());
        isBroken = tries.push(1) < 3;
        return Promise.resolve();
      },
    });
    outbox.add('a');
    await outbox.flushed();
    assert.deepEqual([pressures, outbox.pressure()], [['disk-failed', 'disk-failed', 'disk-failed'], null]);
    await outbox.close();
    const found = await open(path);
    assert.deepEqual(
      everything(found).map(({ event }) => event),
      ['a'],
    );
    await found.close();
  });

  it('numbers anew what RenderAPI would take for something that it has heard', async () => {
    const path = newPath();
    const outbox = await open(path);
    outbox.add('a');
    outbox.startAbove(10);
    outbox.add('b');
    await outbox.flushed();
    await outbox.close();
    const found = await open(path);
    assert.deepEqual(
      everything(found).map(({ seq, event }) => [seq, event]),
      [
        [10, 'a'],
        [11, 'b'],
      ],
    );
    await found.close();
  });

  it('begins anew, under another id, where the file is not an outbox', async () => {
    const path = newPath();
    await writeFile(path, 'hello\n');
    const outbox = await open(path);
    assert.deepEqual([outbox.lastSeq(), await readFile(`${path}.broken`, 'utf8')], [0, 'hello\n']);
    await outbox.close();
  });
});
