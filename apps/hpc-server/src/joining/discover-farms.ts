import { isIPv4, isIPv6 } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Service } from 'bonjour-service';
import { JoinFailure } from './join-failure.ts';

export interface FoundFarm {
  readonly name: string;
  /** As farmAddress takes it. */
  readonly address: string;
}

interface DiscoverInput {
  readonly limitMs?: number;
  /** Of the mDNS socket; the local network's usual ones by default. */
  readonly network?: object;
}

const defaultLimitMs = 3000;
const mostFarms = 100;

/** Listens on the local network for RenderAPIs that say where they are. */
export async function discoverFarms({ limitMs = defaultLimitMs, network = {} }: DiscoverInput = {}): Promise<
  FoundFarm[]
> {
  // Only who looks for a farm pays for it.
  const { Bonjour } = await import('bonjour-service');
  const failed = Promise.withResolvers<never>();
  const bonjour = new Bonjour(network, (error: Error) => {
    failed.reject(error);
  });
  const farms = new Map<string, FoundFarm>();
  const browser = bonjour.find({ type: 'renderonline' }, (service) => {
    const farm = farmOf(service);
    if (farm !== undefined && farms.size < mostFarms) farms.set(farm.address, farm);
  });
  // One question may be lost.
  const again = setInterval(() => {
    browser.update();
  }, limitMs / 3);
  try {
    await Promise.race([delay(limitMs), failed.promise]);
  } catch {
    // Without multicast (a container, a firewall) there is nothing to be found.
  } finally {
    clearInterval(again);
    browser.stop();
    bonjour.destroy();
  }
  return [...farms.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/**
 * The farm, when there is one and only one.
 *
 * @throws JoinFailure `farm-not-found` or `several-farms`, which names them
 */
export function theOnlyFarm(farms: readonly FoundFarm[]): FoundFarm {
  const [farm, another] = farms;
  if (farm === undefined) {
    throw new JoinFailure(
      'farm-not-found',
      'No RenderAPI says on this network where it is. Give its address: --join farm.local:5000',
    );
  }
  if (another !== undefined) {
    const list = farms.map(({ name, address }) => `${name} (--join ${address})`).join(', ');
    throw new JoinFailure('several-farms', `There are several farms on this network; choose one: ${list}`);
  }
  return farm;
}

function farmOf(service: Service): FoundFarm | undefined {
  const { name, port } = service;
  const txt = (service.txt ?? {}) as Record<string, unknown>;
  const given = txt['address'];
  if (typeof given === 'string' && URL.canParse(given)) return { name, address: given };
  const scheme = txt['scheme'] === 'https' ? 'https' : 'http';
  const addresses = service.addresses ?? [];
  // A certificate is for a name; without one an address needs no resolver that knows .local.
  const host =
    (scheme === 'https' ? undefined : addresses.find(isIPv4)) ??
    bareName(service.host) ??
    addresses.find((address) => isIPv4(address) || (isIPv6(address) && !address.startsWith('fe80')));
  if (host === undefined) return undefined;
  return { name, address: `${scheme}://${isIPv6(host) ? `[${host}]` : host}:${port}` };
}

function bareName(host: string | undefined): string | undefined {
  const name = host?.replace(/\.$/, '');
  return name === undefined || !/^[a-z0-9.-]+$/i.test(name) ? undefined : name;
}
