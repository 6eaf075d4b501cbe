import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Only Linux has network namespaces, and only root may make them. */
export const canMakeNetworks = process.platform === 'linux' && process.getuid?.() === 0;

/** A computer of its own as far as its network goes, on one cable to this one. */
export interface PrivateHost {
  readonly namespace: string;
  /** Under which it reaches this computer. */
  readonly gateway: string;
  /** Lets no more than so many bits a second through, in either direction. */
  slow(bitsPerSecond: number): Promise<void>;
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** Bytes that went to it so far, with everything that the network adds to them. */
  bytesTo(): Promise<number>;
  remove(): Promise<void>;
}

/**
 * Makes a network namespace with a cable (a pair of virtual interfaces) to this one.
 *
 * @param number from 0 to 60, of its own for each host of this process
 */
export async function makePrivateHost(number: number): Promise<PrivateHost> {
  const name = `rno${process.pid}-${number}`;
  const [near, far] = [`${name}a`.slice(-15), `${name}b`.slice(-15)];
  const subnet = `10.213.${process.pid % 256}`;
  const gateway = `${subnet}.${4 * number + 1}`;
  const ip = (...args: string[]) => run('ip', args);
  const within = (...args: string[]) => run('ip', ['netns', 'exec', name, ...args]);

  await ip('netns', 'add', name);
  const remove = async () => {
    // Its end of the cable goes with it, and so does ours.
    await ip('netns', 'delete', name);
  };
  try {
    await ip('link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', name);
    await ip('address', 'add', `${gateway}/30`, 'dev', near);
    await ip('link', 'set', near, 'up');
    await within('ip', 'address', 'add', `${subnet}.${4 * number + 2}/30`, 'dev', far);
    await within('ip', 'link', 'set', 'lo', 'up');
    await within('ip', 'link', 'set', far, 'up');
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    namespace: name,
    gateway,
    async slow(bitsPerSecond) {
      const shape = ['root', 'tbf', 'rate', `${bitsPerSecond}bit`, 'burst', '64kb', 'latency', '400ms'];
      await run('tc', ['qdisc', 'replace', 'dev', near, ...shape]);
      await within('tc', 'qdisc', 'replace', 'dev', far, ...shape);
    },
    cut: async () => {
      await ip('link', 'set', near, 'down');
    },
    mend: async () => {
      await ip('link', 'set', near, 'up');
    },
    bytesTo: async () => Number(await readFile(`/sys/class/net/${near}/statistics/tx_bytes`, 'utf8')),
    remove,
  };
}
