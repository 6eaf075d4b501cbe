import { say } from '../phrases/say.ts';
import type { FarmMachine, MachineEngine } from './farm-machine.ts';
import type { FarmTask, TaskRequirements } from './farm-task.ts';

/** What decides whether a machine can render a task at all. */
export type Demand = Pick<FarmTask, 'engineName' | 'transport' | 'requirements'>;

/** Equal for tasks that the same machines can render. */
export function demandSignature({ engineName, transport, requirements }: Demand): string {
  const { tags, engineVersion, needsGpu, memoryMb } = requirements;
  const sortedTags = tags.map((tag) => tag.toLowerCase()).sort();
  return JSON.stringify([
    engineName.toLowerCase(),
    transport,
    sortedTags,
    engineVersion?.trim() ?? null,
    needsGpu,
    memoryMb,
  ]);
}

/** Equal for machines that can render the same tasks. */
export function machineSignature(machine: FarmMachine): string {
  const { transport, engines, tags, gpuCount, memoryMb, fetchesProjects = true } = machine;
  const engineTexts = engines.map(({ name, version, hasSessions }) =>
    JSON.stringify([name.toLowerCase(), version, hasSessions]),
  );
  const sortedTags = tags.map((tag) => tag.toLowerCase()).sort();
  return JSON.stringify([transport, engineTexts.sort(), sortedTags, gpuCount > 0, memoryMb, fetchesProjects]);
}

/** What a machine lacks to render a task. */
export interface Missing {
  /** Of a farm whose machines all lack it, as a sentence. */
  readonly text: string;
  /** 0: another way to machines. 1: the engine. 2: something of the engine or of the machine. */
  readonly checksPassed: 0 | 1 | 2;
}

/** Whether the machine can render such tasks, its slots and whether it accepts work apart. */
export function canRender(machine: FarmMachine, demand: Demand): boolean {
  return missingOn(machine, demand) === undefined;
}

/** The first thing that the machine lacks; undefined when it lacks nothing. */
export function missingOn(machine: FarmMachine, demand: Demand): Missing | undefined {
  const { engineName, requirements } = demand;
  const { engineVersion, memoryMb } = requirements;
  const lack = (checksPassed: Missing['checksPassed'], text: string): Missing => ({ text, checksPassed });
  if (demand.transport === 'hpc' && machine.transport !== 'hpc') return lack(0, say('no-machine-of-1x'));
  if (demand.transport === 'link') {
    if (machine.transport !== 'link') return lack(0, say('no-machine-fetches'));
    if (machine.fetchesProjects === false) return lack(0, say('machines-too-old'));
  }
  if (!machine.engines.some((engine) => isNamed(engine, demand))) {
    return lack(1, say('no-machine-with-engine', { engineName }));
  }
  if (engineFor(machine, demand) === undefined) {
    return lack(2, say('no-machine-with-version', { engineName, engineVersion: engineVersion ?? '' }));
  }
  const tag = requirements.tags.find((wanted) => !hasTag(machine, wanted));
  if (tag !== undefined) return lack(2, say('no-machine-with-tag', { tag }));
  if (requirements.needsGpu && machine.gpuCount === 0) return lack(2, say('no-machine-with-gpu'));
  if (memoryMb !== null && (machine.memoryMb ?? 0) < memoryMb) {
    return lack(2, say('no-machine-with-memory', { memoryMb }));
  }
  return undefined;
}

/** The engine of the machine that would render it; one that can keep sessions, if there are several. */
export function engineFor(
  { engines }: FarmMachine,
  demand: Pick<Demand, 'engineName' | 'requirements'>,
): MachineEngine | undefined {
  const suitable = engines.filter(
    (engine) => isNamed(engine, demand) && isInVersion(engine, demand.requirements),
  );
  return suitable.find(({ hasSessions }) => hasSessions) ?? suitable[0];
}

function isNamed({ name }: MachineEngine, { engineName }: Pick<Demand, 'engineName'>): boolean {
  return name.toLowerCase() === engineName.toLowerCase();
}

function hasTag({ tags }: FarmMachine, wanted: string): boolean {
  return tags.some((tag) => tag.toLowerCase() === wanted.toLowerCase());
}

function isInVersion({ version }: MachineEngine, { engineVersion }: TaskRequirements): boolean {
  return engineVersion === null || matchesVersion(version, engineVersion);
}

/**
 * Whether a version is the one required: "4.2" is met by 4.2 and every 4.2.x, ">=4.2" by these and all newer ones.
 * A version that is not known meets nothing.
 */
export function matchesVersion(version: string | null, required: string): boolean {
  const isMinimum = required.trim().startsWith('>=');
  const wanted = numbersOf(required);
  const actual = numbersOf(version ?? '');
  if (wanted.length === 0 || actual.length === 0) return false;
  for (const [index, number] of wanted.entries()) {
    const difference = (actual[index] ?? 0) - number;
    if (difference !== 0) return isMinimum && difference > 0;
  }
  return true;
}

/** "Blender 4.2.1 LTS" → 4, 2, 1: the first run of numbers with dots between them. */
function numbersOf(text: string): number[] {
  const [numbers] = /\d+(?:\.\d+)*/.exec(text) ?? [];
  return numbers === undefined ? [] : numbers.split('.').map(Number);
}
