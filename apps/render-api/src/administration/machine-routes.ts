import {
  ChangeMachineRequest,
  MachinePath,
  MachineSettings,
  MachineSettingsList,
  type MachinePath as Path,
} from '@renderonline/contract';
import {
  findMachine,
  listMachines,
  listRevokedMachines,
  removeMachine,
  revokeMachine,
  updateMachine,
  type Database,
  type Machine,
} from '@renderonline/database';
import { domainError, normalSchedule } from '@renderonline/domain';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { adminProblems, tags } from '../http/v2-schemas.ts';
import type { Scheduler } from '../scheduling/scheduler.ts';
import { nullableTimeText } from '../tasks/time-text.ts';

export interface MachineRoutesDependencies {
  readonly database: Database;
  readonly scheduler: Pick<Scheduler, 'refreshMachines' | 'releaseMachine'>;
  readonly nowMs: () => number;
}

/** The computers that render, as people have set them; the scheduler takes note at once. */
export function machineRoutes(app: FastifyInstance, dependencies: MachineRoutesDependencies): void {
  const { database, scheduler, nowMs } = dependencies;

  app.get(
    '/machines',
    {
      schema: {
        operationId: 'listMachineSettings',
        tags,
        summary: 'All machines, as they are set',
        response: { 200: MachineSettingsList, ...adminProblems },
      },
    },
    async (): Promise<MachineSettingsList> => {
      const revoked = await listRevokedMachines(database.db);
      return { machines: (await listMachines(database.db)).map((row) => settingsOf(row, revoked)) };
    },
  );

  app.patch<{ Params: Path; Body: ChangeMachineRequest }>(
    '/machines/:machineId',
    {
      schema: {
        operationId: 'changeMachine',
        tags,
        summary: 'Changes what a machine is called, which tasks it takes, and when',
        params: MachinePath,
        body: ChangeMachineRequest,
        response: { 200: MachineSettings, ...adminProblems },
      },
    },
    async (request): Promise<MachineSettings> => {
      const { machineId } = request.params;
      const { schedule, ...fields } = request.body;
      const changes = {
        ...fields,
        ...(schedule === undefined ? {} : { schedule: normalSchedule(schedule ?? '') }),
      };
      await database.transaction(async (trx) => {
        const isRevoked = (await listRevokedMachines(trx)).has(machineId);
        if (changes.isEnabled === true && isRevoked) throw revokedForGood(machineId);
        await updateMachine(trx, { ...changes, machineId });
      });
      await scheduler.refreshMachines();
      return readSettings(machineId);
    },
  );

  app.post<{ Params: Path }>(
    '/machines/:machineId/revoke',
    {
      schema: {
        operationId: 'revokeMachine',
        tags,
        summary: 'Takes a machine its credential: it ends what it renders, and cannot come back',
        params: MachinePath,
        response: { 200: MachineSettings, ...adminProblems },
      },
    },
    async (request): Promise<MachineSettings> => {
      const { machineId } = request.params;
      const machine = await findMachine(database.db, { machineId });
      if (machine?.transport === 'hpc') throw hasNoCredential(machineId);
      await revokeMachine(database, { machineId, nowMs: nowMs() });
      await scheduler.refreshMachines();
      return readSettings(machineId);
    },
  );

  app.post<{ Params: Path }>(
    '/machines/:machineId/release',
    {
      schema: {
        operationId: 'releaseMachine',
        tags,
        summary: 'Lets a machine out of quarantine, once what was wrong with it is put right',
        params: MachinePath,
        response: { 200: MachineSettings, ...adminProblems },
      },
    },
    async (request): Promise<MachineSettings> => {
      await scheduler.releaseMachine(request.params.machineId);
      return readSettings(request.params.machineId);
    },
  );

  app.delete<{ Params: Path }>(
    '/machines/:machineId',
    {
      schema: {
        operationId: 'removeMachine',
        tags,
        summary: 'Removes a machine that renders nothing',
        params: MachinePath,
        response: { 204: Type.Null(), ...adminProblems },
      },
    },
    async (request, reply) => {
      await removeMachine(database.db, request.params);
      await scheduler.refreshMachines();
      return reply.code(204).send();
    },
  );

  async function readSettings(machineId: number): Promise<MachineSettings> {
    const machine = await findMachine(database.db, { machineId });
    if (machine !== undefined) return settingsOf(machine, await listRevokedMachines(database.db));
    throw domainError('machine-not-found', `The machine ${machineId} was removed meanwhile.`, { machineId });
  }
}

function settingsOf(machine: Machine, revoked: ReadonlySet<number>): MachineSettings {
  const { machineId, name, transport, ipAddress, port, isEnabled, isDrained } = machine;
  const { tags: ofMachine, slots, schedule, yieldsToUser, quarantineReason } = machine;
  return {
    ...{ machineId, name, transport, ipAddress, port, isEnabled, isDrained },
    isRevoked: revoked.has(machineId),
    tags: [...ofMachine],
    ...{ slots, schedule, yieldsToUser, quarantineReason },
    lastSeenAt: nullableTimeText(machine.lastSeenAtMs),
    createdAt: nullableTimeText(machine.createdAtMs),
  };
}

function revokedForGood(machineId: number): Error {
  return domainError(
    'machine-revoked',
    `Machine ${machineId} was revoked: enabled or not, it cannot come back.`,
    { machineId },
  );
}

function hasNoCredential(machineId: number): Error {
  return domainError(
    'machine-has-no-credential',
    `Machine ${machineId} has no credential: RenderAPI calls it over /hpc.`,
    { machineId },
  );
}
