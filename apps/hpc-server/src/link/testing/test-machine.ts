import { performance } from 'node:perf_hooks';
import { createLogger } from '@renderonline/runtime';
import type { Fingerprint } from '@renderonline/contract/link';
import type { Membership } from '../../joining/membership.ts';
import { processTable } from '../../processes/process-table.ts';
import type { RenderContext } from '../../renders/render-context.ts';
import type { HpcServerSettings } from '../../settings/hpc-server-settings.ts';
import { defaultLinkTiming } from '../link-agent.ts';
import { startLinkedMachine, type LinkedMachine } from '../start-linked-machine.ts';
import { createFakeRunner, type FakeRunner } from './fake-runner.ts';

const fingerprint: Fingerprint = {
  hostName: 'test',
  os: 'Test 1',
  arch: 'x64',
  cores: 4,
  memoryMb: 8192,
  gpus: [],
  engines: [],
};

export function testMembership(address: URL): Membership {
  return {
    address: address.href,
    machineId: 7,
    secret: 'geheim',
    name: 'seven',
    certificate: null,
    pairedWith: null,
  };
}

/** For tests: what rendering needs, of which a runner that renders nothing uses nothing. */
export function testContext(settings: HpcServerSettings): RenderContext {
  const nothing = () => undefined;
  const nothingSoon = () => Promise.resolve();
  return {
    settings,
    table: processTable,
    guardian: { guard: nothing, forget: nothing },
    instance: { add: nothingSoon, remove: nothingSoon },
    instanceId: 'test-instance-0000',
    env: {},
    clock: { elapsedMs: () => performance.now(), now: () => new Date() },
    log: createLogger({ name: 'test', level: 'silent' }),
  };
}

/** For tests: the machine's side of the link with its real outbox, and a runner that notes what it is told. */
export async function startTestMachine(
  address: URL,
  settings: HpcServerSettings,
  timing: Partial<typeof defaultLinkTiming> = {},
): Promise<LinkedMachine & { runner: FakeRunner }> {
  let runner: FakeRunner | undefined;
  const machine = await startLinkedMachine({
    membership: testMembership(address),
    context: testContext(settings),
    engines: [],
    fingerprint,
    createRunner: (input) => {
      runner = createFakeRunner(input);
      return Promise.resolve(runner);
    },
    random: () => 0.5,
    timing: { ...defaultLinkTiming, ...timing },
  });
  if (runner === undefined) throw new Error('no runner was made');
  return { ...machine, runner };
}
