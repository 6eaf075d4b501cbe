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

/** Of machines of /hpc, for a project of several files. */
const fetchesNothing =
  'that fetches projects of several files is there; those of /hpc render single files (join one with `renderonline machine pair`)';

/** Of machines of the link, for the same. */
const isTooOld = 'that fetches projects of several files is there; update HPCServer on the machines';

/** Whether the machine can render such tasks, its slots and whether it accepts work apart. */
export function canRender(machine: FarmMachine, demand: Demand): boolean {
  return missingOn(machine, demand) === undefined;
}

/** The first thing that the machine lacks, as a text that follows "no machine"; undefined when it lacks nothing. */
export function missingOn(machine: FarmMachine, demand: Demand): string | undefined {
  const { requirements } = demand;
  if (demand.transport === 'hpc' && machine.transport !== 'hpc') return 'of version 1 is there';
  if (demand.transport === 'link') {
    if (machine.transport !== 'link') return fetchesNothing;
    if (machine.fetchesProjects === false) return isTooOld;
  }
  if (!machine.engines.some((engine) => isNamed(engine, demand))) {
    return `with the engine ${demand.engineName} is there`;
  }
  if (engineFor(machine, demand) === undefined) {
    return `has ${demand.engineName} in version ${requirements.engineVersion ?? ''}`;
  }
  const missingTag = requirements.tags.find((tag) => !hasTag(machine, tag));
  if (missingTag !== undefined) return `with the engine has the tag "${missingTag}" as well`;
  if (requirements.needsGpu && machine.gpuCount === 0) return 'with the engine has a GPU';
  if (requirements.memoryMb !== null && (machine.memoryMb ?? 0) < requirements.memoryMb) {
    return `with the engine has ${memoryText(requirements.memoryMb)} of memory`;
  }
  return undefined;
}

/** As people ask for it: 921,600 → "900 GiB". */
function memoryText(megabytes: number): string {
  return megabytes < 1024 ? `${megabytes} MiB` : `${Math.round((megabytes / 1024) * 10) / 10} GiB`;
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
