import { domainError, type DomainError } from '@renderonline/domain';
import type { Selectable } from 'kysely';
import { checkInteger, checkText } from '../checked-values.ts';
import type { Schema } from '../schema.ts';

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
}

export type MachineFields = Omit<Machine, 'machineId'>;

export const machineColumns = ['machine_id', 'name', 'ip_address', 'port', 'is_enabled'] as const;

type MachineRow = Selectable<Schema['machines']>;

export function machineFromRow(row: MachineRow): Machine {
  return {
    machineId: row.machine_id,
    name: row.name,
    ipAddress: row.ip_address,
    port: row.port,
    isEnabled: row.is_enabled !== 0,
  };
}

/** The columns of the given fields, checked. @throws 'value-invalid' */
export function machineRowOf(fields: Partial<MachineFields>): Partial<MachineRow> {
  const { name, ipAddress, port, isEnabled } = fields;
  return {
    ...(name === undefined ? {} : { name: checkText('The name', name, { max: 255 }) }),
    ...(ipAddress === undefined
      ? {}
      : { ip_address: checkText('The address', ipAddress, { min: 1, max: 255 }) }),
    ...(port === undefined ? {} : { port: checkInteger('The port', port, { min: 1, max: 65_535 }) }),
    ...(isEnabled === undefined ? {} : { is_enabled: isEnabled ? 1 : 0 }),
  };
}

export function machineNotFound(machineId: number): DomainError {
  return domainError('machine-not-found', `There is no machine with the identifier ${machineId}.`, {
    machineId,
  });
}
