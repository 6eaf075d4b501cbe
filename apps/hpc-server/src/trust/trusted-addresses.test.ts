import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTrustedAddresses } from './trusted-addresses.ts';

const loopback = ['127.0.0.0/8', '::1'];

const cases: readonly (readonly [
  entries: readonly string[],
  address: string | undefined,
  isTrusted: boolean,
])[] = [
  [loopback, '127.0.0.1', true],
  [loopback, '127.9.9.9', true],
  [loopback, '::1', true],
  [loopback, '0:0:0:0:0:0:0:1', true],
  // What a socket that takes IPv4 and IPv6 calls an IPv4 caller.
  [loopback, '::ffff:127.0.0.1', true],
  [loopback, '::ffff:7f00:1', true],
  [loopback, '::ffff:10.0.0.1', false],
  [loopback, '10.0.0.1', false],
  [loopback, '::', false],
  [loopback, '::2', false],
  [loopback, undefined, false],
  [loopback, '', false],
  [loopback, 'localhost', false],
  [[], '127.0.0.1', false],
  [['192.168.1.5'], '192.168.1.5', true],
  [['192.168.1.5'], '::ffff:192.168.1.5', true],
  [['192.168.1.5'], '192.168.1.50', false],
  [['192.168.1.0/24'], '192.168.1.255', true],
  [['192.168.1.0/24'], '192.168.2.0', false],
  [['0.0.0.0/0'], '203.0.113.9', true],
  [['0.0.0.0/0'], '::1', false],
  [['::ffff:10.1.2.3'], '10.1.2.3', true],
  [['::ffff:10.0.0.0/104'], '10.200.0.1', true],
  [['::ffff:10.0.0.0/104'], '11.0.0.1', false],
  [['fd00::/8'], 'fdab::9', true],
  [['fd00::/8'], 'fe80::1', false],
  [['fe80::1'], 'fe80::1%eth0', true],
  [['FE80::A'], 'fe80:0::a', true],
  [[' 10.0.0.1 '], '10.0.0.1', true],
];

describe('TrustedRenderApis', () => {
  for (const [entries, address, isTrusted] of cases) {
    it(`${JSON.stringify(entries)} ${isTrusted ? 'has' : 'has not'} ${address ?? 'a caller that is gone'}`, () => {
      assert.equal(createTrustedAddresses(entries).includes(address), isTrusted);
    });
  }

  for (const entry of [
    '',
    'localhost',
    '10.0.0',
    '10.0.0.1/33',
    '::1/129',
    '::ffff:10.0.0.1/95',
    '10.0.0.1/',
    '*',
  ]) {
    it(`refuses "${entry}" and names it`, () => {
      assert.throws(() => createTrustedAddresses([entry]), {
        code: 'configuration-invalid',
        message: new RegExp(`has "${entry.replaceAll(/[.*/]/g, '\\$&')}"`),
      });
    });
  }
});
