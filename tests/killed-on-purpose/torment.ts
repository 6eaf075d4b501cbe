import { setTimeout as delay } from 'node:timers/promises';
import { processesWith } from '../support/processes-of.ts';
import type { SeededRandom } from '../../simulator/random/seeded-random.ts';
import type { TormentedFarm, TormentedMachine, Victim } from './tormented-farm.ts';

/** At most so many renderers are killed: each one is a failure of its frame, and three of those would fail it. */
const renderersToKill = 8;

/**
 * Kills, freezes, restarts and cuts off everything at random for a while; at the end everything runs and is
 * connected again. What is done when is decided by `random` alone.
 *
 * @returns what was done, a line each
 */
export async function torment(farm: TormentedFarm, random: SeededRandom, forMs: number): Promise<string[]> {
  const done: string[] = [];
  const begunMs = performance.now();
  const pendingEnds: Promise<void>[] = [];
  let renderersKilled = 0;
  const note = (text: string) => done.push(`${((performance.now() - begunMs) / 1000).toFixed(1)} s  ${text}`);
  const busy = new Set<Victim>();

  function during(victim: Victim, what: string, ms: number, begin: () => unknown, end: () => Promise<void>) {
    busy.add(victim);
    note(`${victim.name}: ${what} for ${ms} ms`);
    begin();
    pendingEnds.push(
      delay(ms)
        .then(end)
        .then(() => {
          busy.delete(victim);
        }),
    );
  }

  function kill(victim: Victim, signal: 'SIGKILL' | 'SIGTERM'): void {
    const downMs = random.between(0, 2500);
    let ended: Promise<unknown> | undefined;
    during(
      victim,
      `${signal}, away`,
      downMs,
      () => (ended = victim.program.kill(signal)),
      async () => {
        await ended;
        victim.program = victim.start();
      },
    );
  }

  function freeze(victim: Victim): void {
    const { program } = victim;
    during(
      victim,
      'SIGSTOP',
      random.between(200, 7000),
      () => program.child.kill('SIGSTOP'),
      async () => {
        program.child.kill('SIGCONT');
      },
    );
  }

  function killRenderer(): void {
    const renderers = processesWith(farm.marker).filter(({ commandLine }) =>
      commandLine.includes('mock-engine'),
    );
    const renderer = renderers[random.between(0, Math.max(0, renderers.length - 1))];
    if (renderer === undefined || renderersKilled >= renderersToKill) return;
    renderersKilled++;
    note(`a renderer: SIGKILL (${renderer.pid})`);
    process.kill(renderer.pid, 'SIGKILL');
  }

  function tormentMachine(machine: TormentedMachine): void {
    switch (random.oneOf(['kill', 'kill', 'end', 'freeze', 'cut', 'cut', 'swallow'])) {
      case 'kill':
        kill(machine, 'SIGKILL');
        break;
      case 'end':
        kill(machine, 'SIGTERM');
        break;
      case 'freeze':
        freeze(machine);
        break;
      case 'cut':
        note(`${machine.name}: connections cut`);
        machine.proxy.cut();
        break;
      case 'swallow':
        during(
          machine,
          'nothing gets through',
          random.between(500, 7000),
          () => {
            machine.proxy.swallow();
          },
          async () => {
            machine.proxy.mend();
          },
        );
        break;
    }
  }

  while (performance.now() - begunMs < forMs) {
    await delay(random.between(200, 1200));
    const kind = random.oneOf(['api', 'machine', 'machine', 'machine', 'renderer']);
    const machine = random.oneOf(farm.machines);
    if (kind === 'renderer') killRenderer();
    else if (kind === 'machine' && !busy.has(machine)) tormentMachine(machine);
    else if (kind === 'api' && !busy.has(farm.api)) {
      if (random.next() < 0.6) kill(farm.api, 'SIGKILL');
      else freeze(farm.api);
    }
  }
  await Promise.all(pendingEnds);
  return done;
}
