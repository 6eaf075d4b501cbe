import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';

/**
 * Who this process is, as `host:pid:start`. `host` is exact enough that two computers (or two containers)
 * with the same name differ, because "that process is dead" may only be said of one's own host; `start` tells
 * a process from a later one that got its number.
 */
export function holderIdentity(): string {
  return `${hostIdentity()}:${process.pid}:${processStart(process.pid) ?? 'unknown'}`;
}

/** Whether `holder` was a process of this host that does not live any more. When in doubt it lives. */
export function isDeadProcessOfThisHost(holder: string): boolean {
  const [start, pidText, ...host] = holder.split(':').reverse();
  if (host.reverse().join(':') !== hostIdentity()) return false;
  const pid = Number(pidText);
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  if (!isAlive(pid)) return true;
  const startNow = processStart(pid);
  return startNow !== undefined && start !== 'unknown' && startNow !== start;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to someone else.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** On Linux the kernel's boot and the process namespace, elsewhere the network cards, beside the name. */
function hostIdentity(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${hostname()}/${fingerprint([boot, readlinkSync('/proc/self/ns/pid')])}`;
  } catch {
    const addresses = Object.values(networkInterfaces()).flatMap(
      (cards) => cards?.map((card) => card.mac) ?? [],
    );
    return `${hostname()}/${fingerprint([...new Set(addresses)].sort())}`;
  }
}

function fingerprint(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);
}

/** When a process began, in the kernel's ticks; undefined where the system does not tell. */
function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold anything; the 20th field after it is the start time (proc(5)).
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
