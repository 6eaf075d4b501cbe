import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';
import { PhraseView } from './phrase.ts';
import { CurrentFrameView } from './task-snapshot.ts';
import { time } from './time.ts';

export const MachineEngineView = Type.Object({
  name: Type.String(),
  version: nullable(Type.String()),
  hasSessions: Type.Boolean({ description: 'It is kept open and fed frame by frame.' }),
});
export type MachineEngineView = Static<typeof MachineEngineView>;

/** What a machine says of itself. */
export const FingerprintView = Type.Object({
  hostName: Type.String(),
  os: Type.String(),
  arch: Type.String(),
  cores: Type.Integer(),
  memoryMb: Type.Integer(),
  gpus: Type.Array(Type.Object({ name: Type.String(), memoryMb: nullable(Type.Integer()) })),
  hpcServerVersion: nullable(
    Type.String(),
    'Of HPCServer on it; null until it has connected to the RenderAPI that schedules.',
  ),
});
export type FingerprintView = Static<typeof FingerprintView>;

export const MachineLoadView = Type.Object({
  loadAverage: nullable(Type.Number()),
  cpuFraction: nullable(Type.Number()),
  freeMemoryMb: nullable(Type.Integer()),
  freeDiskMb: nullable(Type.Integer()),
  isUserActive: nullable(Type.Boolean(), 'null where the machine cannot tell.'),
  cpuCelsius: nullable(Type.Number(), 'The hottest processor; null where the machine cannot tell.'),
  gpuCelsius: nullable(Type.Number(), 'The hottest graphics card; null where the machine cannot tell.'),
  gpuFraction: nullable(Type.Number(), 'How busy the busiest graphics card is, 0 to 1.'),
});
export type MachineLoadView = Static<typeof MachineLoadView>;

/** A machine as the scheduler sees it now. */
export const MachineStatus = Type.Object({
  machineId: Type.Integer(),
  name: Type.String(),
  transport: Type.Union([Type.Literal('hpc'), Type.Literal('link')], {
    description: 'hpc: RenderAPI calls it. link: it has joined, and keeps a connection to RenderAPI.',
  }),
  state: Type.Union(
    [
      Type.Literal('unknown'),
      Type.Literal('idle'),
      Type.Literal('busy'),
      Type.Literal('unreachable'),
      Type.Literal('refusing'),
    ],
    { description: 'unknown: not heard of yet, or another RenderAPI schedules.' },
  ),
  acceptsWork: Type.Boolean(),
  whyNot: nullable(Type.String(), 'Why it takes nothing new.'),
  quarantineReason: nullable(
    Type.String(),
    'Why it gets nothing until somebody releases it; in detail for admins.',
  ),
  problem: nullable(Type.String(), 'Why it does not answer; in detail for admins.'),
  reasonPhrases: Type.Array(PhraseView, {
    description:
      "The first of `quarantineReason`, `problem` and `whyNot` that there is, sentence by sentence; empty where there is none, or not in words of RenderAPI's.",
  }),
  slots: Type.Integer({ description: 'How many renders at a time.' }),
  schedule: nullable(Type.String(), 'When it works, in its local time; null for always.'),
  tags: Type.Array(Type.String()),
  engines: Type.Array(MachineEngineView),
  fingerprint: nullable(FingerprintView, 'null for hpc machines.'),
  load: nullable(MachineLoadView),
  leases: Type.Array(
    Type.Object({
      leaseId: Type.Integer(),
      taskId: nullable(Type.Integer(), "null for another user's, unless an admin asks."),
      isRunning: Type.Boolean(),
    }),
    { description: 'What it renders, and what waits on it.' },
  ),
  currentFrames: Type.Array(Type.Object({ taskId: Type.Integer(), ...CurrentFrameView.properties }), {
    description: "Of the user's own tasks; for admins of everybody's.",
  }),
  lastHeardAt: nullable(time('When it was last heard of.')),
  retryAt: nullable(time('When an unreachable machine is tried again.')),
});
export type MachineStatus = Static<typeof MachineStatus>;

/** GET /renderapi/v2/machines. */
export const MachineList = Type.Object({
  isScheduling: Type.Boolean({
    description: 'false: another RenderAPI of this database schedules, and knows more of the machines.',
  }),
  machines: Type.Array(MachineStatus, { description: 'By number.' }),
});
export type MachineList = Static<typeof MachineList>;
