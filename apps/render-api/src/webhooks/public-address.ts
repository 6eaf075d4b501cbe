import { BlockList, isIPv6 } from 'node:net';

/** Addresses that are not of the internet: this computer, the local network, and what is reserved. */
const elsewhere = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  elsewhere.addSubnet(network, prefix, 'ipv4');
}
/** What is routed on the internet in IPv6, and of that what leads back to IPv4 or nowhere. */
const routed = new BlockList();
routed.addSubnet('2000::', 3, 'ipv6');
const notRouted = new BlockList();
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  notRouted.addSubnet(network, prefix, 'ipv6');
}

/** Whether an address, as `node:dns` writes it, is one of the internet. */
export function isPublicAddress(address: string): boolean {
  if (!isIPv6(address)) return !elsewhere.check(address, 'ipv4');
  return routed.check(address, 'ipv6') && !notRouted.check(address, 'ipv6');
}
