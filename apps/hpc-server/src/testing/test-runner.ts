import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { LeaseEvent, LinkTask } from '@renderonline/contract/link';
import { mockEnginePath } from '@renderonline/engines';
import { createLogger } from '@renderonline/runtime';
import { createLeaseRunnerOf, type LeaseRunnerParts } from '../leases/create-lease-runner.ts';
import type {
  InstalledEngine,
  LeaseRunner,
  LinkHttp,
  OfferedLease,
  OutputFile,
  ProgressHint,
} from '../leases/lease-runner.ts';
import { processTable } from '../processes/process-table.ts';
import type { ProcessTree } from '../processes/process-tree.ts';
import type { HpcServerSettings } from '../settings/hpc-server-settings.ts';
import { isRunning } from './processes.ts';
import { testSettings } from './test-server.ts';
import { until } from './until.ts';

/** For tests: the mock engine as an agent finds it. */
export const installedMock: InstalledEngine = {
  name: 'mock',
  version: '1.0.0',
  executablePath: process.execPath,
  leadingArguments: [mockEnginePath],
  hasSessions: false,
};

/** For tests: what a task says of its project. */
export function projectFacts(content: Buffer, fileName = 'scene.mock'): LinkTask['project'] {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { fileName, size: content.length, sha256, manifest: null };
}

/** For tests: what projects hold, unless the test says otherwise. */
export const usualProject = Buffer.from('a project');

/** For tests: a task of the mock engine; `mock` is what it is told besides its frames. */
export function mockTask(taskId: number, mock = '', overrides: Partial<LinkTask> = {}): LinkTask {
  return {
    taskId,
    engineName: 'Mock',
    engineVersion: null,
    adapter: 'command',
    template: `mock --frames $RENDERONLINE:start_frame-$RENDERONLINE:end_frame --write $RENDERONLINE:@output_directory/frame_####.png ${mock}`,
    argumentNames: ['start_frame', 'end_frame'],
    values: { start_frame: '1', end_frame: '100' },
    project: projectFacts(usualProject),
    allowsScripts: false,
    limits: { hungAfterMs: null, maxFrameMs: null },
    ...overrides,
  };
}

/** For tests: a lease whose token tells its id. */
export function leaseOf(leaseId: number, taskId: number, first: number, last = first): OfferedLease {
  return { leaseId, token: `token-${leaseId}`, taskId, first, last };
}

export interface TestRunner {
  readonly runner: LeaseRunner;
  readonly settings: HpcServerSettings;
  readonly events: LeaseEvent[];
  readonly hints: ProgressHint[];
  /** What was uploaded. */
  readonly uploads: (OutputFile & { readonly content: Buffer })[];
  /** By lease: the logs that were handed over. */
  readonly logs: ReadonlyMap<number, Buffer>;
  readonly started: ProcessTree[];
  /** Events in short: `started 1`, `frame-done 1/5`, `ended 1 succeeded`. */
  said(): string[];
  /** Waits until it has been said; returns the event. */
  untilSaid(what: string): Promise<LeaseEvent>;
  /** Stops the runner, and checks that nothing of its renderers is left. */
  close(): Promise<void>;
}

export interface TestRunnerOptions extends LeaseRunnerParts {
  readonly settings?: Partial<HpcServerSettings>;
  readonly engines?: readonly InstalledEngine[];
  readonly api?: Partial<LinkHttp>;
  /** By task; others have the usual one. */
  readonly projects?: ReadonlyMap<number, Buffer>;
}

/** For tests: a runner of leases whose RenderAPI takes everything, unless the test says otherwise. */
export async function startTestRunner(options: TestRunnerOptions = {}): Promise<TestRunner> {
  const settings = await testSettings({ stopGraceMs: 500, ...options.settings });
  const events: LeaseEvent[] = [];
  const hints: ProgressHint[] = [];
  const uploads: TestRunner['uploads'] = [];
  const started: ProcessTree[] = [];
  const forgotten: ProcessTree[] = [];
  const logs = new Map<number, Buffer>();
  const api: LinkHttp = {
    contentsId: () => null,
    openManifest: async () => ({}),
    async openFile({ taskId }, { offset }) {
      const content = options.projects?.get(taskId) ?? usualProject;
      return {
        startsAt: offset,
        totalBytes: content.length,
        body: Readable.from([content.subarray(offset)]),
      };
    },
    findFile: (file, place) => api.openFile(file, place),
    async putOutput(output) {
      uploads.push({ ...output, content: await readFile(output.path) });
    },
    async postLogs(pieces) {
      return {
        leases: pieces.map((piece) => {
          const { leaseId } = piece;
          const log = Buffer.concat([logs.get(leaseId) ?? Buffer.alloc(0), piece.bytes]);
          logs.set(leaseId, log);
          return { leaseId, size: log.length, refusal: null };
        }),
      };
    },
    untilWorthTrying: async () => undefined,
    ...options.api,
  };
  const runner = await createLeaseRunnerOf(
    {
      settings,
      api,
      engines: options.engines ?? [installedMock],
      memberSinceMs: 0,
      hasGpu: false,
      table: processTable,
      guardian: { guard: (tree) => started.push(tree), forget: (tree) => forgotten.push(tree) },
      instance: { add: async () => undefined, remove: async () => undefined },
      instanceId: `test-runner-${Math.random()}`,
      env: process.env,
      clock: { elapsedMs: () => performance.now(), now: () => new Date() },
      log: createLogger({ name: 'test', level: process.env['TEST_LOG'] === undefined ? 'silent' : 'debug' }),
      emit: (event) => events.push(event),
      hint: (hint) => hints.push(hint),
    },
    options,
  );
  const said = () => events.map(inShort);

  return {
    runner,
    settings,
    events,
    hints,
    uploads,
    logs,
    started,
    said,
    async untilSaid(what) {
      const find = () => events.find((event) => inShort(event).startsWith(what));
      await until(`"${what}", after ${said().join(', ')}`, () => find() !== undefined);
      const found = find();
      if (!found) throw new Error('it was said a moment ago');
      return found;
    },
    async close() {
      await runner.stop();
      await until('all renderers are gone', () => forgotten.length === started.length);
      const left = started.filter(({ pid }) => pid !== null && isRunning(pid));
      await rm(settings.dataDirectory, { recursive: true, force: true });
      if (left.length > 0) throw new Error(`renderers are left: ${left.map(({ pid }) => pid).join(', ')}`);
    },
  };
}

function inShort(event: LeaseEvent): string {
  switch (event.kind) {
    case 'started':
    case 'declined':
    case 'session-opened':
      return `${event.kind} ${event.leaseId}`;
    case 'frame-started':
    case 'frame-done':
      return `${event.kind} ${event.leaseId}/${event.frame}`;
    case 'ended':
      return `ended ${event.leaseId} ${event.outcome.kind}${event.cause === null ? '' : ` ${event.cause}`}`;
    case 'session-closed':
    case 'findings':
      return `${event.kind} ${event.taskId}`;
  }
}
