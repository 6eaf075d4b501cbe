import { domainError, type DomainError, type MachineTransportKind } from '@renderonline/domain';
import type { Selectable } from 'kysely';
import { checkInteger, checkText } from '../checked-values.ts';
import type { Schema } from '../schema.ts';
import { fromStoredTime, toStoredTimeOrNull } from '../stored-times.ts';
import { tagsFromText, tagsToText } from '../tags.ts';

/** A computer that renders, as RenderAPI reaches it. */
export interface Machine {
  readonly machineId: number;
  /** For people; may be empty. */
  readonly name: string;
  /** An IP address or a host name. */
  readonly ipAddress: string;
  readonly port: number;
  /** A disabled machine is given nothing. */
  readonly isEnabled: boolean;
  /** How RenderAPI speaks to it: calls to /hpc, or a connection that the machine keeps (its port is 0 then). */
  readonly transport: MachineTransportKind;
  /** What the machine last said of itself (a JSON value of the machine link's contract); null before. */
  readonly fingerprint: unknown;
  readonly tags: readonly string[];
  /** A drained machine finishes what it has, and is given nothing new. */
  readonly isDrained: boolean;
  /** When it works, in its local time, as domain's parseWeeklySchedule reads it; null for always. */
  readonly schedule: string | null;
  /** Whether it stops taking work while somebody uses it. */
  readonly yieldsToUser: boolean;
  /** How many renders it runs at once. */
  readonly slots: number;
  /** Why it is given nothing until somebody releases it; null when it is not in quarantine. */
  readonly quarantineReason: string | null;
  /** Milliseconds since 1970 UTC; null when unknown. */
  readonly lastSeenAtMs: number | null;
  readonly createdAtMs: number | null;
}

export type MachineFields = Omit<Machine, 'machineId'>;

/** What a machine has unless somebody says otherwise. */
export const newMachine: Omit<MachineFields, 'ipAddress' | 'port'> = {
  name: '',
  isEnabled: true,
  transport: 'hpc',
  fingerprint: null,
  tags: [],
  isDrained: false,
  schedule: null,
  yieldsToUser: false,
  slots: 1,
  quarantineReason: null,
  lastSeenAtMs: null,
  createdAtMs: null,
};

export const machineColumns = [
  'machine_id',
  'name',
  'ip_address',
  'port',
  'is_enabled',
  'transport',
  'fingerprint',
  'tags',
  'is_drained',
  'schedule',
  'yields_to_user',
  'slots',
  'quarantine_reason',
  'last_seen_at',
  'created_at',
] as const;

const slotsAtMost = 1024;

type MachineRow = Selectable<Schema['machines']>;

export function machineFromRow(row: MachineRow): Machine {
  return {
    machineId: row.machine_id,
    name: row.name,
    ipAddress: row.ip_address,
    port: row.port,
    isEnabled: row.is_enabled !== 0,
    transport: row.transport === 'link' ? 'link' : 'hpc',
    // Only machineRowOf writes it.
    fingerprint: row.fingerprint === null ? null : (JSON.parse(row.fingerprint) as unknown),
    tags: tagsFromText(row.tags),
    isDrained: row.is_drained !== 0,
    schedule: row.schedule,
    yieldsToUser: row.yields_to_user !== 0,
    slots: row.slots,
    quarantineReason: row.quarantine_reason,
    lastSeenAtMs: fromStoredTime(row.last_seen_at),
    createdAtMs: fromStoredTime(row.created_at),
  };
}

/** The columns of the given fields, checked. @throws 'value-invalid' */
export function machineRowOf(fields: Partial<MachineFields>): Partial<MachineRow> {
  const { name, ipAddress, isEnabled, lastSeenAtMs, createdAtMs } = fields;
  return {
    ...(name === undefined ? {} : { name: checkText('The name', name, { max: 255 }) }),
    ...(ipAddress === undefined
      ? {}
      : { ip_address: checkText('The address', ipAddress, { min: 1, max: 255 }) }),
    ...portColumn(fields),
    ...(isEnabled === undefined ? {} : { is_enabled: isEnabled ? 1 : 0 }),
    ...linkColumns(fields),
    ...(lastSeenAtMs === undefined ? {} : { last_seen_at: toStoredTimeOrNull(lastSeenAtMs) }),
    ...(createdAtMs === undefined ? {} : { created_at: toStoredTimeOrNull(createdAtMs) }),
  };
}

function portColumn({ port, transport }: Partial<MachineFields>): Partial<MachineRow> {
  if (port === undefined) return {};
  // A machine of the link is not called at any port.
  return { port: checkInteger('The port', port, { min: transport === 'link' ? 0 : 1, max: 65_535 }) };
}

function linkColumns(fields: Partial<MachineFields>): Partial<MachineRow> {
  const { transport, fingerprint, tags, isDrained, schedule, yieldsToUser, slots, quarantineReason } = fields;
  return {
    ...(transport === undefined ? {} : { transport }),
    ...(fingerprint === undefined ? {} : { fingerprint: fingerprintText(fingerprint) }),
    ...(tags === undefined ? {} : { tags: tagsToText(tags) }),
    ...(isDrained === undefined ? {} : { is_drained: isDrained ? 1 : 0 }),
    ...(schedule === undefined ? {} : { schedule: textOrNull('The schedule', schedule, 1000) }),
    ...(yieldsToUser === undefined ? {} : { yields_to_user: yieldsToUser ? 1 : 0 }),
    ...(slots === undefined
      ? {}
      : { slots: checkInteger('The number of slots', slots, { min: 1, max: slotsAtMost }) }),
    ...(quarantineReason === undefined
      ? {}
      : { quarantine_reason: textOrNull('The reason', quarantineReason, 4000) }),
  };
}

function textOrNull(what: string, text: string | null, max: number): string | null {
  return text === null ? null : checkText(what, text, { min: 1, max });
}

function fingerprintText(fingerprint: unknown): string | null {
  if (fingerprint === null) return null;
  return checkText('The fingerprint', JSON.stringify(fingerprint), { min: 1, max: 262_144 });
}

export function machineNotFound(machineId: number): DomainError {
  return domainError('machine-not-found', `There is no machine with the identifier ${machineId}.`, {
    machineId,
  });
}
