import { BlockList, isIP } from 'node:net';
import { domainError } from '@renderonline/domain';

/** The RenderAPIs that may give orders, by the addresses they call from. */
export interface TrustedAddresses {
  /** @param address as a socket gives it; undefined when the caller has gone already. */
  includes(address: string | undefined): boolean;
}

/**
 * @param entries addresses (`192.168.1.5`, `fd00::5`) and CIDR blocks (`192.168.1.0/24`)
 * @throws DomainError `configuration-invalid` naming an entry that is neither.
 */
export function createTrustedAddresses(entries: readonly string[]): TrustedAddresses {
  const list = new BlockList();
  for (const entry of entries) addEntry(list, entry);
  return {
    includes(address) {
      const plain = address === undefined ? undefined : plainAddress(address);
      return plain !== undefined && list.check(plain.address, plain.family);
    },
  };
}

function addEntry(list: BlockList, entry: string): void {
  const [, addressText = '', prefixText] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry.trim()) ?? [];
  const plain = plainAddress(addressText);
  if (!plain) throw notAnAddress(entry);
  if (prefixText === undefined) {
    list.addAddress(plain.address, plain.family);
    return;
  }
  const prefix = Number(prefixText) - plain.removedBits;
  if (prefix < 0 || prefix > (plain.family === 'ipv4' ? 32 : 128)) throw notAnAddress(entry);
  list.addSubnet(plain.address, prefix, plain.family);
}

function notAnAddress(entry: string) {
  return domainError(
    'configuration-invalid',
    `"TrustedRenderApis" has "${entry}", which is neither an address like 192.168.1.5 nor a block like 192.168.1.0/24. Names are not looked up.`,
  );
}

interface PlainAddress {
  readonly address: string;
  readonly family: 'ipv4' | 'ipv6';
  /** Bits of a CIDR prefix that are not the IPv4 address's own. */
  readonly removedBits: number;
}

/**
 * An address in one form: without a zone (`%eth0`), and IPv4 as IPv4, because a socket that takes both gives
 * `::ffff:192.168.1.5` for it.
 */
function plainAddress(text: string): PlainAddress | undefined {
  const address = text.trim().replace(/%.*$/, '');
  const version = isIP(address);
  if (version === 4) return { address, family: 'ipv4', removedBits: 0 };
  if (version !== 6) return undefined;
  // URL writes every IPv6 address in its canonical form.
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical) ?? [];
  if (high === undefined || low === undefined) return { address: canonical, family: 'ipv6', removedBits: 0 };
  const bits = (Number.parseInt(high, 16) << 16) | Number.parseInt(low, 16);
  const bytes = [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255);
  return { address: bytes.join('.'), family: 'ipv4', removedBits: 96 };
}
