import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { createPictureLoader, tryAgainMs } from './picture-loader.ts';

function start(options: { kept?: number } = {}) {
  const asked: string[] = [];
  const given: string[] = [];
  const released: string[] = [];
  const clock = { ms: 0 };
  const waiting = new Map<string, PromiseWithResolvers<string>>();
  const loader = createPictureLoader<string>({
    ...{ atOnce: 2, now: () => clock.ms, ...options },
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
    clock,
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

test('asks again for what could not be had, but not at once', async () => {
  const { loader, clock, asked, fail } = start();
  loader.want(['a']);
  fail('a');
  await turn();
  loader.want(['a']);
  assert.deepEqual([asked, loader.hasFailed('a')], [['a'], true]);
  clock.ms = tryAgainMs;
  loader.want(['a']);
  assert.deepEqual([asked, loader.hasFailed('a')], [['a', 'a'], false]);
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
