import { BlockList, isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';

/** The networks that this computer is in. */
export interface LocalNetwork {
  /** This computer's own addresses, as others of its networks reach it. */
  addresses(): string[];
  /** Whether another computer has this address within one of them: no router lies between. */
  isNear(address: string): boolean;
}

/** As the system has them at each call: computers move. */
export const localNetwork: LocalNetwork = {
  addresses: () => reachable().map(({ address }) => address),
  isNear(address) {
    const own = reachable();
    if (own.some((one) => one.address === address)) return false;
    const subnets = new BlockList();
    for (const { address: inside, prefix, family } of own) subnets.addSubnet(inside, prefix, family);
    return subnets.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  },
};

function reachable() {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .flatMap(({ address, cidr, family, internal }) => {
      // An address of one link only means something together with this computer's name of the link.
      if (internal || cidr === null || /^fe[89ab]/i.test(address)) return [];
      const prefix = Number(cidr.split('/')[1]);
      return [{ address, prefix, family: family === 'IPv4' ? ('ipv4' as const) : ('ipv6' as const) }];
    });
}
