import { Fingerprint, matchMessage, type MachineStatus } from '@renderonline/contract';
import { printList } from '../commands/print.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import type { Tone } from '../terminal/style.ts';
import type { Column } from '../terminal/table.ts';
import { knownMachines, type KnownMachine, type ListOptions } from './known-machines.ts';

type Hardware = Omit<NonNullable<MachineStatus['fingerprint']>, 'hpcServerVersion'>;

const columns: readonly Column<KnownMachine>[] = [
  { title: 'ID', value: (row) => String(row.machineId), align: 'right' },
  { title: 'NAME', value: nameOf, shrinks: true },
  { title: 'STATE', value: stateOf, tone: (row) => toneOf(stateOf(row)) },
  { title: 'RENDERING', value: renderingOf, shrinks: true },
  { title: 'CORES', value: (row) => numberOf(hardwareOf(row)?.cores), align: 'right', drops: true },
  { title: 'MEMORY', value: (row) => memoryOf(hardwareOf(row)?.memoryMb), align: 'right', drops: true },
  { title: 'GPU', value: gpuOf, shrinks: true, drops: true },
  { title: 'OS', value: (row) => hardwareOf(row)?.os ?? '', shrinks: true, drops: true },
  { title: 'ENGINES', value: enginesOf, shrinks: true, drops: true },
  { title: 'SLOTS', value: (row) => numberOf(row.live?.slots ?? row.slots), align: 'right', drops: true },
  { title: 'TAGS', value: tagsOf, shrinks: true, drops: true },
  { title: 'ADDRESS', value: addressOf, shrinks: true, drops: true },
  { title: 'NOTE', value: noteOf, shrinks: true },
];

/** `machine list`. */
export async function listMachinesCommand(io: CliIo, options: ListOptions): Promise<ExitCode> {
  const rows = await knownMachines(io, options);
  const empty = 'No machines yet. Have one join: renderonline machine pair';
  // Columns that say nothing of any machine only take room.
  const shown = columns.filter(({ value, drops }) => drops !== true || rows.some((row) => value(row) !== ''));
  const told = rows.map((row) => ({ ...row, state: stateOf(row) }));
  await printList(io, { json: options.json === true, rows: told, columns: shown, empty });
  return exitCodes.ok;
}

function nameOf({ name, live, ipAddress = '', port = 0, transport, machineId }: KnownMachine): string {
  if (name !== '') return name;
  return live?.name ?? (transport === 'link' ? `machine ${machineId}` : `${ipAddress}:${port}`);
}

/** One word. What an administrator decided comes before what the machine does. */
function stateOf({ live, isRevoked, isEnabled, isDrained, quarantineReason }: KnownMachine): string {
  if (isRevoked === true) return 'revoked';
  if (isEnabled === false) return 'disabled';
  if ((quarantineReason ?? live?.quarantineReason ?? null) !== null) return 'quarantined';
  const state = live?.state ?? 'unknown';
  if (isDrained === true) return state === 'busy' ? 'draining' : 'drained';
  return state === 'idle' && live?.acceptsWork === false ? 'resting' : state;
}

function toneOf(state: string): Tone | undefined {
  const tones: Readonly<Record<string, Tone>> = {
    busy: 'green',
    idle: 'cyan',
    unreachable: 'red',
    refusing: 'red',
    quarantined: 'red',
    disabled: 'dim',
    revoked: 'dim',
    unknown: 'dim',
  };
  return tones[state] ?? 'yellow';
}

/** `task 12: frame 25 62%`. */
function renderingOf({ live }: KnownMachine): string {
  if (live === null) return '';
  const frames = live.currentFrames.map(({ taskId, frame, fraction }) => {
    const percent = fraction === null ? '' : ` ${Math.floor(fraction * 100)}%`;
    return `task ${taskId}: frame ${frame}${percent}`;
  });
  if (frames.length > 0) return frames.join(', ');
  const tasks = new Set(live.leases.filter(({ isRunning }) => isRunning).map(({ taskId }) => taskId));
  return [...tasks].map((taskId) => (taskId === null ? "another user's" : `task ${taskId}`)).join(', ');
}

/** From RenderAPI, else what the machine said when it last came, as the database keeps it. */
function hardwareOf({ live, fingerprint }: KnownMachine): Hardware | undefined {
  return live?.fingerprint ?? matchMessage(Fingerprint, fingerprint);
}

function gpuOf(row: KnownMachine): string {
  const names = (hardwareOf(row)?.gpus ?? []).map(({ name }) => name);
  return [...new Set(names)].map((name) => withCount(name, names)).join(', ');
}

function withCount(name: string, names: readonly string[]): string {
  const times = names.filter((other) => other === name).length;
  return times === 1 ? name : `${times} × ${name}`;
}

function enginesOf({ live, fingerprint }: KnownMachine): string {
  const engines = live?.engines ?? matchMessage(Fingerprint, fingerprint)?.engines ?? [];
  return engines.map(({ name, version }) => (version === null ? name : `${name} ${version}`)).join(', ');
}

function tagsOf({ live, tags }: KnownMachine): string {
  return (tags ?? live?.tags ?? []).join(',');
}

function addressOf({ ipAddress, port, transport }: KnownMachine): string {
  if (ipAddress === undefined) return '';
  return transport === 'link' ? ipAddress : `${ipAddress}:${port ?? ''}`;
}

function noteOf({ live, quarantineReason, schedule, yieldsToUser }: KnownMachine): string {
  const notes = [
    quarantineReason ?? live?.quarantineReason,
    live?.problem,
    live?.whyNot,
    schedule === null || schedule === undefined ? null : `works ${schedule}`,
    yieldsToUser === true ? 'yields to its user' : null,
  ];
  return [...new Set(notes)].filter((note) => typeof note === 'string' && note !== '').join('; ');
}

function numberOf(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

/** 16384 → `16 GiB`. */
function memoryOf(memoryMb: number | undefined): string {
  return memoryMb === undefined ? '' : `${Math.round(memoryMb / 102.4) / 10} GiB`;
}
