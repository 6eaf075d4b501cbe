import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { linkAbilities, type Fingerprint, type Hello, type LeaseEvent } from '@renderonline/contract/link';
import { say } from '@renderonline/domain';
import { createAvailability, type Availability } from '../availability/availability.ts';
import { createUserActivity } from '../availability/user-activity.ts';
import { doorOf, memberSince, type Membership } from '../joining/membership.ts';
import type { CreateLeaseRunner, InstalledEngine, LeaseRunner } from '../leases/lease-runner.ts';
import type { ContentSharing } from '../neighbours/content-sharing.ts';
import { startSharing } from '../neighbours/start-sharing.ts';
import type { RenderContext } from '../renders/render-context.ts';
import { version } from '../version.ts';
import { createHeartbeats, type Heartbeats } from './connection/heartbeats.ts';
import { createLoadSampler } from './connection/load-sampler.ts';
import { createProgressHints } from './connection/progress-hints.ts';
import { fitEvent } from './fit-event.ts';
import { createLinkHttp } from './http/link-http.ts';
import { defaultLinkTiming, startLinkAgent, type LinkAgent, type LinkFarewell } from './link-agent.ts';
import { createLinkState } from './link-state.ts';
import { openOutbox, type Outbox, type OutboxPressure } from './outbox/outbox.ts';

/** A machine that has joined a farm and works for it. */
export interface LinkedMachine {
  /** Resolves when the farm parts with the machine; never, when it is closed. */
  readonly parted: Promise<LinkFarewell>;
  /** What RenderAPI has not heard yet. */
  readonly outbox: Pick<Outbox<LeaseEvent>, 'lastSeq' | 'flushed'>;
  /** Tells RenderAPI, ends what renders, and keeps what is still to be said. */
  close(): Promise<void>;
}

interface LinkedMachineInput {
  readonly membership: Membership;
  /** All that rendering needs. */
  readonly context: RenderContext;
  readonly engines: readonly InstalledEngine[];
  readonly fingerprint: Fingerprint;
  readonly createRunner: CreateLeaseRunner;
  readonly random: () => number;
  readonly timing?: typeof defaultLinkTiming;
}

const outboxRetryMs = 1000;

const pressureTexts: Readonly<Record<OutboxPressure, string>> = {
  full: say('machine-outbox-full'),
  'disk-failed': say('machine-disk-failed'),
};

/**
 * Opens the outbox, makes the runner, and links it to the farm.
 *
 * @throws the system's error when the data folder cannot be used
 */
export async function startLinkedMachine(input: LinkedMachineInput): Promise<LinkedMachine> {
  const { membership, context, engines, random, timing = defaultLinkTiming } = input;
  const { settings, clock, log } = context;
  const nowMs = () => clock.elapsedMs();
  const door = doorOf(membership);
  const state = createLinkState();
  const hints = createProgressHints(nowMs);
  const load = createLoadSampler(settings.dataDirectory, nowMs, input.fingerprint.gpus);
  // Made one after the other; what speaks of a later one finds it here.
  const machine: {
    agent?: LinkAgent;
    runner?: LeaseRunner;
    availability?: Availability;
    heartbeats?: Heartbeats;
  } = {};
  let whyNot: string | null = null;

  const outbox = await openOutbox<LeaseEvent>({
    path: join(settings.dataDirectory, 'link', 'outbox.log'),
    maxBytes: settings.maxOutboxBytes,
    newId: randomUUID,
    log,
    pause: () => delay(outboxRetryMs),
    onChange: () => {
      machine.agent?.pump();
      decideOnWork();
    },
  });
  const runner = await input.createRunner({
    ...context,
    engines,
    memberSinceMs: await memberSince(settings.dataDirectory),
    hasGpu: input.fingerprint.gpus.length > 0,
    api: createLinkHttp({ door, state, random, log }),
    emit: (event) => {
      outbox.add(fitEvent(event));
    },
    hint: (progress) => {
      hints.add(progress);
    },
  });
  machine.runner = runner;
  const heartbeats = createHeartbeats({
    nowMs,
    isBusy: () => runner.held().length > 0,
    beat: () => ({
      ...load(),
      isUserActive: machine.availability?.isUserActive() ?? null,
      acceptsWork: whyNot === null,
      whyNot,
      sessions: runner.sessions().slice(0, 256),
    }),
  });
  machine.heartbeats = heartbeats;
  const sharing = await startSharing(context);
  const availability = createAvailability({
    activity: createUserActivity(() => clock.now().getTime()),
    userIdleMs: settings.userIdleMs,
    now: () => clock.now(),
    onChange: decideOnWork,
    log,
  });
  machine.availability = availability;

  function decideOnWork(): void {
    const pressure = outbox.pressure();
    const reason = pressure === null ? (machine.availability?.whyNot() ?? null) : pressureTexts[pressure];
    if (reason === whyNot) return;
    whyNot = reason;
    machine.runner?.holdBack(reason);
    machine.heartbeats?.poke();
  }

  const agent = startLinkAgent({
    ...{ door, state, random, nowMs, timing, log, outbox, runner, hints, heartbeats },
    hello: helloOf(input, outbox, runner, sharing),
    onWelcome: (welcome) => sharing?.setTerms(welcome.sharing ?? null),
    onSettings: (wishes) => {
      availability.set(wishes);
      runner.setSlots(wishes.slots);
    },
  });
  machine.agent = agent;
  decideOnWork();

  return {
    parted: agent.parted,
    outbox,
    async close() {
      availability.close();
      // First of all, so that its frames are given to others at once.
      await agent.close();
      await runner.stop();
      await sharing?.close();
      await outbox.close();
      door.agent.destroy();
    },
  };
}

/** The first message of each connection, as things are then. */
function helloOf(
  input: LinkedMachineInput,
  outbox: Outbox<LeaseEvent>,
  runner: LeaseRunner,
  sharing: ContentSharing | null,
): () => Hello {
  const { clock, settings } = input.context;
  const bootId = `${String(clock.now().getTime()).padStart(15, '0')}-${randomUUID()}`;
  return () => {
    const place = sharing?.place() ?? null;
    return {
      type: 'hello',
      agentVersion: version,
      bootId,
      outboxId: outbox.id,
      ackedSeq: outbox.ackedSeq(),
      lastSeq: outbox.lastSeq(),
      fingerprint: input.fingerprint,
      slots: settings.slots,
      held: runner.held(),
      knows: [...linkAbilities],
      ...(place === null ? {} : { sharing: place }),
    };
  };
}
