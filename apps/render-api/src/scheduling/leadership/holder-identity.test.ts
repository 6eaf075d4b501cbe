import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { holderIdentity, isDeadProcessOfThisHost } from './holder-identity.ts';

const [host = '', , start = ''] = /^(.*):(\d+):([^:]*)$/.exec(holderIdentity())?.slice(1) ?? [];

test('this very process lives', () => {
  assert.equal(isDeadProcessOfThisHost(holderIdentity()), false);
});

test('an ended process of this host is dead', async () => {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  assert.equal(isDeadProcessOfThisHost(`${host}:${child.pid ?? 0}:1`), true);
});

test(
  'a process that got the number of an earlier one is not that one',
  { skip: process.platform !== 'linux' },
  () => {
    assert.equal(isDeadProcessOfThisHost(`${host}:${process.pid}:1`), true);
    assert.equal(isDeadProcessOfThisHost(`${host}:${process.pid}:${start}`), false);
  },
);

for (const holder of ['elsewhere/0123456789ab:1:1', '', 'no colons', `${host}:nothing:1`, `${host}:-1:1`]) {
  test(`nothing is said of the process "${holder.replace(host, 'host')}"`, () => {
    assert.equal(isDeadProcessOfThisHost(holder), false);
  });
}
