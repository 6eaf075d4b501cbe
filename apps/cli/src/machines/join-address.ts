import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import type { RenderApiSettings } from '@renderonline/render-api';
import { checkedAddress } from '../credentials/find-credentials.ts';
import { findProfile } from '../credentials/profile.ts';
import type { DatabaseOptions } from '../farm-database/with-database.ts';
import type { CliIo } from '../io/cli-io.ts';

export interface JoinAddress {
  /** Where another computer reaches RenderAPI, as far as this one can tell. */
  readonly address: string;
  /** SHA-256 of RenderAPI's certificate, in hexadecimal digits, where other computers cannot check it. */
  readonly fingerprint: string | null;
  /** Why that may not work. */
  readonly warning?: string;
}

const probeMs = 1500;

/**
 * Where a new computer reaches the farm's RenderAPI: the option, else the address in the environment or profile,
 * else this computer's own address in the network. Whether RenderAPI answers there is tried out.
 */
export async function joinAddress(
  io: CliIo,
  options: DatabaseOptions & { readonly address?: string },
): Promise<JoinAddress> {
  const { fingerprintToPin, loadRenderApiSettings } = await import('@renderonline/render-api');
  const settings = await loadRenderApiSettings({ configPath: options.config, env: io.env, cwd: io.cwd });
  const known = new URL(
    options.address === undefined ? await knownAddress(io, settings) : checkedAddress(options.address),
  );
  const place = options.address === undefined ? await inTheNetwork(known) : { address: trimmed(known) };
  const isPinned = known.protocol === 'https:' && settings.certificate !== null;
  return {
    ...place,
    fingerprint: isPinned ? await fingerprintToPin(settings.certificate.fullchainPemPath) : null,
  };
}

async function inTheNetwork(known: URL): Promise<Omit<JoinAddress, 'fingerprint'>> {
  if (!isLoopback(known.hostname)) return { address: trimmed(known) };
  const own = lanAddress(networkInterfaces());
  if (own === undefined) {
    return {
      address: trimmed(known),
      warning: 'this computer is in no network that others could reach it by.',
    };
  }
  known.hostname = own.includes(':') ? `[${own}]` : own;
  const address = trimmed(known);
  if (await answers(address)) return { address };
  return {
    address,
    warning:
      `RenderAPI does not answer at ${address}. Is it running, and does it listen for other computers ` +
      '(BindAddress in RenderAPI.json, or `quickstart --listen 0.0.0.0`)? If they reach it by another address, ' +
      'give --address.',
  };
}

async function knownAddress(
  io: CliIo,
  { port, certificate, configurationPath }: RenderApiSettings,
): Promise<string> {
  const configured = `${certificate === null ? 'http' : 'https'}://127.0.0.1:${port}`;
  // Whoever has a configuration here is at RenderAPI's own computer.
  if (configurationPath !== null) return configured;
  const fromEnvironment = io.env['RENDERONLINE_ADDRESS'];
  if (fromEnvironment !== undefined && fromEnvironment !== '') return checkedAddress(fromEnvironment);
  const found = await findProfile(io).catch(() => undefined);
  return found === undefined ? configured : checkedAddress(found.profile.address);
}

function trimmed(url: URL): string {
  return url.href.replace(/\/+$/, '');
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

/** The address of this computer that others most likely reach: a private IPv4 one first, then any other. */
export function lanAddress(
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
): string | undefined {
  const reachable = Object.entries(interfaces)
    // Containers and virtual machines of this computer are nobody's way to it.
    .filter(([name]) => !/^(docker|br-|veth|virbr|vmnet|vboxnet)/.test(name))
    .flatMap(([, addresses]) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !/^(169\.254\.|fe80:)/i.test(address));
  const rank = ({ address, family }: NetworkInterfaceInfo): number => {
    if (family === 'IPv6') return 2;
    return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address) ? 0 : 1;
  };
  return [...reachable].sort((a, b) => rank(a) - rank(b))[0]?.address;
}

async function answers(address: string): Promise<boolean> {
  try {
    const response = await fetch(`${address}/healthz`, { signal: AbortSignal.timeout(probeMs) });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}
