import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

/**
 * Whether two addresses lead to the same farm: alike, or one is an IP address that the other's name stands for.
 * Two names are two farms, wherever they lead: behind a proxy they may be.
 */
export async function isSameFarm(one: URL, other: URL): Promise<boolean> {
  if (one.href === other.href) return true;
  const parts = ['protocol', 'port', 'pathname'] as const;
  if (parts.some((part) => one[part] !== other[part])) return false;
  if (isIP(hostOf(one)) === 0 && isIP(hostOf(other)) === 0) return false;
  const [ofOne, ofOther] = await Promise.all([addressesOf(one), addressesOf(other)]);
  return ofOne.some((address) => ofOther.includes(address));
}

/** Without the brackets of IPv6. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

async function addressesOf(url: URL): Promise<string[]> {
  const found = await lookup(hostOf(url), { all: true }).catch(() => []);
  return found.map(({ address }) => address);
}
