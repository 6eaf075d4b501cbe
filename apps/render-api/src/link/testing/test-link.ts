import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkPath, machineAuthorization, type Fingerprint } from '@renderonline/contract';
import {
  addArgumentType,
  addEngine,
  addSubscription,
  addUser,
  createPairingCode,
  migrateDatabase,
  openDatabase,
  redeemPairingCode,
  type Database,
} from '@renderonline/database';
import { createLogger } from '@renderonline/runtime';
import type { FastifyInstance } from 'fastify';
import { createApp } from '../../app.ts';
import { createLogDesk } from '../../attempt-logs/log-desk.ts';
import type { LeaseEventReport, MachineReport } from '../../machines/machine-transport.ts';
import type { Clock } from '../../scheduling/clock.ts';
import type { LeaseFacts } from '../../scheduling/leases/lease-facts.ts';
import { createFakeClock, type FakeClock } from '../../scheduling/testing/fake-clock.ts';
import { loadRenderApiSettings } from '../../settings/load-settings.ts';
import { createRestingScheduler } from '../../testing/resting-scheduler.ts';
import { hashMachineSecret, generateMachineSecret } from '../credentials/machine-secret.ts';
import type { LinkParts } from '../link-plugin.ts';
import { connectionLimits, type ConnectionLimits } from '../link-settings.ts';
import { createLinkTransport } from '../link-transport.ts';
import { createProjectHashes } from '../machines/project-hashes.ts';
import { createStepProjects } from '../projects/step-projects.ts';
import { createContentNeighbours } from '../neighbours/content-neighbours.ts';
import { createFramePublisher } from '../outputs/frame-publisher.ts';
import { connectAgent, type AgentOptions, type TestAgent } from './test-agent.ts';
import { waitUntil } from './wait-until.ts';

export const fingerprint: Fingerprint = {
  hostName: 'host',
  os: 'Debian 12',
  arch: 'x64',
  cores: 8,
  memoryMb: 16_000,
  gpus: [],
  engines: [{ name: 'Blender', version: '3.4.1', executablePath: '/usr/bin/blender', hasSessions: true }],
};

export interface TestMachine {
  readonly machineId: number;
  readonly secret: string;
}

export interface TestLinkOptions {
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly limits?: Partial<ConnectionLimits>;
  /** The transport's; it stands still unless given. */
  readonly clock?: Clock;
}

/** A RenderAPI that listens on loopback, with a link whose reports a test reads and whose leases it makes up. */
export interface TestLink {
  readonly url: string;
  readonly port: number;
  readonly app: FastifyInstance;
  readonly database: Database;
  readonly parts: LinkParts;
  /** What the transport reported, in order. */
  readonly reports: MachineReport[];
  /** Live leases, as the scheduler would know them. */
  readonly leases: Map<number, LeaseFacts>;
  readonly clock: FakeClock;
  readonly downloads: string;
  /** Where contents of projects are kept. */
  readonly contents: string;
  readonly logLines: string[];
  addMachine(name?: string): Promise<TestMachine>;
  connect(machine: TestMachine, options?: AgentOptions): Promise<TestAgent>;
  /** Opens the transport, as a scheduler does that leads. */
  open(): void;
  reportOf<Kind extends MachineReport['kind']>(
    kind: Kind,
    filter?: (report: Extract<MachineReport, { kind: Kind }>) => boolean,
  ): Promise<Extract<MachineReport, { kind: Kind }>>;
  events(): LeaseEventReport[];
  authorization(machine: TestMachine): { authorization: string };
  close(): Promise<void>;
}

export async function startTestLink(options: TestLinkOptions = {}): Promise<TestLink> {
  const folder = await mkdtemp(join(tmpdir(), 'renderonline-link-'));
  const downloads = join(folder, 'downloads');
  await mkdir(downloads);
  const database = await openDatabase(`Data Source=${join(folder, 'farm.db')}`);
  await migrateDatabase(database);
  await seed(database, downloads);
  const settings = await loadRenderApiSettings({
    env: {},
    flags: { MinFreeBytes: 0, ...options.flags },
    cwd: folder,
  });
  const logLines: string[] = [];
  const log = createLogger({
    name: 'render-api',
    level: 'debug',
    destination: { write: (line) => void logLines.push(line) },
  });
  const clock = createFakeClock();
  const hashes = createProjectHashes(database);
  const steps = createStepProjects(database);
  const { maxLogBytes } = settings;
  const logs = createLogDesk({ database, log, maxLogBytes, minFreeBytes: 0 });
  const neighbours = createContentNeighbours(() => clock.monotonicMs());
  const transport = createLinkTransport({
    database,
    clock: options.clock ?? clock,
    log,
    hashes,
    steps,
    neighbours,
    followed: logs.followed,
    settings: { ...settings.link, maxRenderMs: 0, hungAfterMs: 900_000, contentsId: 'these contents' },
    limits: { ...connectionLimits, ...options.limits },
  });
  const publisher = createFramePublisher({ database, log, nowMs: () => Date.now() });
  const parts: LinkParts = { transport, publisher, hashes, steps, logs, neighbours };
  const leases = new Map<number, LeaseFacts>();
  const scheduler = {
    ...createRestingScheduler(database),
    isLeader: () => transport.isOpen(),
    leaseOf: (leaseId: number) => leases.get(leaseId),
    leasesOfMachine: (machineId: number) => [...leases.values()].filter((one) => one.machineId === machineId),
  };
  const app = await createApp({ settings, database, scheduler, link: parts, log, nowMs: () => Date.now() });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const reports: MachineReport[] = [];
  const agents: TestAgent[] = [];

  const open = (): void => {
    transport.open(
      (report) => reports.push(report),
      new Set(),
      (machineId) => scheduler.leasesOfMachine(machineId),
    );
  };
  open();
  return {
    url: `http://127.0.0.1:${port}${linkPath}`,
    port,
    app,
    database,
    parts,
    reports,
    leases,
    clock,
    downloads,
    contents: settings.projects.contentsDirectory,
    logLines,
    addMachine: (name = 'machine') => addMachine(database, name),
    async connect(machine, agentOptions = {}) {
      const agent = await connectAgent(`ws://127.0.0.1:${port}${linkPath}`, machine, agentOptions);
      agents.push(agent);
      return agent;
    },
    open,
    async reportOf(kind, filter = () => true) {
      type Wanted = Extract<MachineReport, { kind: typeof kind }>;
      const isWanted = (report: MachineReport): report is Wanted =>
        report.kind === kind && filter(report as Wanted);
      return waitUntil(`a report '${kind}'`, () => reports.find(isWanted));
    },
    events: () => reports.filter((report) => report.kind === 'lease-event'),
    authorization: ({ machineId, secret }) => ({ authorization: machineAuthorization(machineId, secret) }),
    async close() {
      for (const agent of agents) agent.socket.terminate();
      app.server.closeAllConnections();
      await app.close();
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
}

let codes = 0;

async function addMachine(database: Database, name: string): Promise<TestMachine> {
  codes += 1;
  const codeHash = `code-${codes}`;
  const nowMs = Date.now();
  const secret = generateMachineSecret();
  await createPairingCode(database.db, { codeHash, nowMs, expiresAtMs: nowMs + 60_000, machineName: name });
  const result = await redeemPairingCode(database, {
    codeHash,
    nowMs,
    machine: { name, ipAddress: '127.0.0.1', fingerprint },
    secretHash: hashMachineSecret(secret),
  });
  assert.ok(typeof result === 'object');
  return { machineId: result.machineId, secret };
}

async function seed({ db }: Database, downloads: string): Promise<void> {
  await addSubscription(db, { subscriptionId: 1, name: 'Default', queueLimit: 100 });
  const person = { firstName: 'Test', lastName: 'User', subscriptionId: 1, isActive: true };
  await addUser(db, { ...person, email: 'user@example.com', token: 'token' });
  await addEngine(db, {
    engineId: 1,
    name: 'Blender',
    extension: '.blend',
    downloadPath: downloads,
    renderArgument:
      '-b $RENDERONLINE:@uploaded_file -s $RENDERONLINE:start_frame -e $RENDERONLINE:end_frame -a',
  });
  await addArgumentType(db, { argtypeId: 'start_frame', type: 'natural', regex: null });
  await addArgumentType(db, { argtypeId: 'end_frame', type: 'natural', regex: null });
}
