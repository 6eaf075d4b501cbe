import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { cli, startCli } from '../tests/support/program.ts';
import { startBenchFarm, type BenchFarm } from './bench-farm.ts';
import { memoryOf, type ProcessMemory } from './fleet/process-use.ts';
import { joinMachine, untilLinked } from './joined-machine.ts';
import { describeMs, percentile } from './statistics.ts';

const samples = 5;
const idleMs = 10_000;

/** The agent has no work here; what its engine runs is of no matter. */
const engine = { template: '+%s%N' };

/**
 * What a machine that has joined a farm and renders nothing costs the computer it is on: the memory of the agent
 * and of its guardian, beside that of a bare Node, and how fast the agent and a short command start (Linux).
 */
export async function benchAgentMemory(): Promise<void> {
  const farm = await startBenchFarm(engine);
  try {
    const configuration = await joinAndEnd(farm);
    const bare: ProcessMemory[] = [];
    const agent: ProcessMemory[] = [];
    const guardian: ProcessMemory[] = [];
    const linked: number[] = [];
    for (let count = 0; count < samples; count++) {
      bare.push(await memoryOfBareNode());
      const begunMs = performance.now();
      const node = startCli(['node', '--config', configuration], { cwd: farm.folder });
      await untilLinked(node);
      linked.push(performance.now() - begunMs);
      await delay(idleMs);
      agent.push(memoryOf(node.pid));
      guardian.push(...childrenOf(node.pid).map(memoryOf));
      await node.kill('SIGTERM');
    }
    console.log(`memory after ${idleMs / 1000} s without work (n = ${samples})`);
    console.log(`  agent of a joined machine       ${describeMemory(agent)}`);
    console.log(`  its guardian                    ${describeMemory(guardian)}`);
    console.log(`  a bare Node on this computer    ${describeMemory(bare)}`);
    console.log(`renderonline node → linked        ${describeMs(linked)}`);
    console.log(`renderonline --version            ${describeMs(await timesOf([cli, '--version']))}`);
    console.log(`  a bare Node on this computer    ${describeMs(await timesOf(['-e', '0']))}`);
  } finally {
    await farm.end();
  }
}

/** Joins, and ends again: what is measured finds its code compiled, as after any first start. */
async function joinAndEnd(farm: BenchFarm): Promise<string> {
  const { program, configuration } = await joinMachine(farm, {
    name: 'bench',
    engine: { EngineId: 'bench', ExecutablePath: '/usr/bin/date' },
  });
  await program.kill('SIGTERM');
  return configuration;
}

/** What Node itself takes, before it runs anything of ours. */
async function memoryOfBareNode(): Promise<ProcessMemory> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 60_000); console.log()'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(child.stdout, 'data');
    await delay(1000);
    return memoryOf(child.pid ?? 0);
  } finally {
    child.kill('SIGKILL');
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
}

async function timesOf(args: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (let count = 0; count < samples * 4; count++) {
    const begunMs = performance.now();
    const child = spawn(process.execPath, args, { stdio: 'ignore' });
    await once(child, 'exit');
    times.push(performance.now() - begunMs);
  }
  return times;
}

/** `RSS 75.1 MiB (74.8 to 75.6), Pss 52.0 MiB`. */
function describeMemory(memories: readonly ProcessMemory[]): string {
  const mib = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
  const resident = memories.map(({ residentBytes }) => residentBytes);
  const proportional = memories.map(({ proportionalBytes }) => proportionalBytes);
  return (
    `RSS ${mib(percentile(resident, 0.5))} MiB (${mib(Math.min(...resident))} to ${mib(Math.max(...resident))}), ` +
    `Pss ${mib(percentile(proportional, 0.5))} MiB`
  );
}
