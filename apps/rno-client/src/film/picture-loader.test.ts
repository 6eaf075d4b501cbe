import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { createPictureLoader, tryAgainMs } from './picture-loader.ts';

function start(options: { kept?: number; wantEveryMs?: number } = {}) {
  const asked: string[] = [];
  const given: string[] = [];
  const released: string[] = [];
  const timers: { readonly run: () => void; readonly ms: number }[] = [];
  const waiting = new Map<string, PromiseWithResolvers<string>>();
  const loader = createPictureLoader<string>({
    ...{ atOnce: 2, ...options },
    later: (run, ms) => {
      const timer = { run, ms };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
    load: (url, signal) => {
      asked.push(url);
      const promise = Promise.withResolvers<string>();
      waiting.set(url, promise);
      signal.addEventListener('abort', () => {
        given.push(url);
        promise.reject(new Error('aborted'));
      });
      return promise.promise;
    },
    release: (picture) => void released.push(picture),
  });
  const arrive = async (url: string) => {
    waiting.get(url)?.resolve(`<${url}>`);
    await turn();
  };
  return {
    loader,
    timers,
    asked,
    given,
    released,
    arrive,
    fail: (url: string) => waiting.get(url)?.reject(new Error('no')),
  };
}

test('loads what is wanted most first, a few at a time', async () => {
  const { loader, asked, arrive } = start();
  loader.want(['a', 'b', 'c']);
  assert.deepEqual(asked, ['a', 'b']);
  await arrive('a');
  assert.deepEqual([asked.join(), loader.get('a')], ['a,b,c', '<a>']);
});

test('gives up what is no longer wanted, and asks for it again when it is', async () => {
  const { loader, asked, given } = start();
  loader.want(['a', 'b']);
  loader.want(['b', 'c']);
  await turn();
  assert.deepEqual([given, asked], [['a'], ['a', 'b', 'c']]);
  assert.equal(loader.hasFailed('a'), false);
});

test('asks again by itself for what could not be had, more and more seldom', async () => {
  const { loader, timers, asked, fail, arrive } = start();
  loader.want(['a']);
  const waits: number[] = [];
  for (let tries = 1; tries <= 9; tries++) {
    fail('a');
    await turn();
    loader.want(['a']);
    assert.deepEqual([asked.length, loader.hasFailed('a')], [tries, true]);
    const timer = timers.shift();
    waits.push(timer?.ms ?? 0);
    timer?.run();
  }
  assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  assert.equal(tryAgainMs.longest, 60_000);
  await arrive('a');
  assert.deepEqual([loader.get('a'), loader.hasFailed('a')], ['<a>', false]);
});

test('does not ask again for what nobody wants any more', async () => {
  const { loader, timers, asked, fail } = start();
  loader.want(['a', 'b']);
  fail('a');
  await turn();
  loader.want(['b']);
  assert.deepEqual(timers, []);
  fail('b');
  await turn();
  loader.close();
  assert.deepEqual([timers, asked], [[], ['a', 'b']]);
});

test('keeps those that were used last', async () => {
  const { loader, released, arrive } = start({ kept: 2 });
  loader.want(['a', 'b']);
  await arrive('a');
  await arrive('b');
  loader.get('a');
  loader.want(['c']);
  await arrive('c');
  assert.deepEqual([released, loader.get('b'), loader.get('a')], [['<b>'], undefined, '<a>']);
});

test('looks at what is wanted every so often, then at the newest of it alone', async () => {
  const { loader, timers, asked, given } = start({ wantEveryMs: 100 });
  loader.want(['a']);
  loader.want(['b']);
  loader.want(['c']);
  assert.deepEqual([asked, timers.map(({ ms }) => ms)], [['a'], [100]]);
  timers.shift()?.run();
  await turn();
  assert.deepEqual([asked, given], [['a', 'c'], ['a']]);
  timers.shift()?.run();
  loader.want(['d']);
  assert.equal(asked.at(-1), 'd');
  loader.close();
  assert.deepEqual(timers, []);
});
