import type { MachineStatus } from '@renderonline/contract';
import type { Machine } from '@renderonline/database';
import { existsSync } from 'node:fs';
import { connect } from '../credentials/connect.ts';
import type { ApiOptions } from '../credentials/api-options.ts';
import { connectionStringFor, withDatabase, type DatabaseOptions } from '../farm-database/with-database.ts';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { reportOf } from '../io/report-error.ts';
import { machineRows, type MachineRow } from './machine-rows.ts';

/** A machine as far as it is known here. */
export interface KnownMachine extends Partial<Omit<MachineRow, 'machineId' | 'name'>> {
  readonly machineId: number;
  readonly name: string;
  /** What RenderAPI sees of it now; null when RenderAPI could not be asked. */
  readonly live: MachineStatus | null;
}

export type ListOptions = ApiOptions & DatabaseOptions;

/**
 * The machines of the database, with what only RenderAPI knows where there are credentials for it. Where no
 * database is here, RenderAPI's word alone. That RenderAPI could not be asked is a note, not a failure.
 *
 * @throws what is wrong with the database, or with the credentials when those are all there is
 */
export async function knownMachines(io: CliIo, options: ListOptions): Promise<KnownMachine[]> {
  if (!(await hasDatabase(io, options))) {
    const live = await askRenderApi(io, options);
    return live.map((one) => ({ machineId: one.machineId, name: one.name, live: one }));
  }
  const rows = await withDatabase(io, options, ({ db }) => machineRows(db));
  const live = await askQuietly(io, options);
  return rows.map((row) => ({ ...row, live: live.find((one) => isSame(row, one)) ?? null }));
}

// The address in the profile may be another farm's: a machine of that number there is not this one.
function isSame(row: Machine, live: MachineStatus): boolean {
  return row.machineId === live.machineId && row.transport === live.transport && isCalled(row, live.name);
}

function isCalled({ name, ipAddress, port, transport }: Machine, liveName: string): boolean {
  if (name !== '') return name === liveName;
  return transport === 'link' || liveName === `${ipAddress}:${port}`;
}

/** Whoever names a database means it; the one that RenderAPI would make here has to be there. */
async function hasDatabase(io: CliIo, options: ListOptions): Promise<boolean> {
  if (options.database !== undefined || options.config !== undefined) return true;
  const { parseConnectionString } = await import('@renderonline/database');
  const settings = parseConnectionString(await connectionStringFor(io, options));
  if (settings.kind !== 'sqlite' || existsSync(settings.path)) return true;
  return !(await hasCredentials(io, options));
}

async function hasCredentials(io: CliIo, options: ListOptions): Promise<boolean> {
  return connect(io, options).then(
    () => true,
    () => false,
  );
}

async function askRenderApi(io: CliIo, options: ListOptions): Promise<readonly MachineStatus[]> {
  const client = await connect(io, options);
  return (await client.machines({ signal: io.signal })).machines;
}

async function askQuietly(io: CliIo, options: ListOptions): Promise<readonly MachineStatus[]> {
  try {
    return await askRenderApi(io, options);
  } catch (error) {
    if (error instanceof CliError && error.code === 'credentials-missing') return [];
    if (io.signal.aborted) throw error;
    const { message } = await reportOf(error);
    io.stderr.write(`note: what the machines do now is not known: ${message}\n`);
    return [];
  }
}
