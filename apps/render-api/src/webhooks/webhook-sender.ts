import {
  claimDelivery,
  endDeliveryTry,
  listDueDeliveries,
  spreadWebhookEvents,
  type Database,
  type DueDelivery,
  type NotedEvent,
} from '@renderonline/database';
import { webhookRetryDelayMs } from '@renderonline/domain';
import type { Logger } from '@renderonline/runtime';
import type { Clock } from '../scheduling/clock.ts';
import { timeText } from '../tasks/time-text.ts';
import { postMessage, type PostResult } from './post-message.ts';

export interface WebhookSenderDependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  /** Whether webhooks of users may lead to the local network; those of the farm may. */
  readonly allowsPrivateAddresses: boolean;
}

/** Tells webhooks what has happened. */
export interface WebhookSender {
  start(): void;
  /** Sends what is due now, and resolves when nothing is on its way any more. */
  work(): Promise<void>;
  /** Waits for what is on its way. */
  close(): Promise<void>;
}

const intervalMs = 2000;
const timeoutMs = 10_000;
/** Then somebody else may take it: whoever did was killed. */
const claimMs = 60_000;
const atOnce = 16;
const atOnceOfHost = 2;

export function createWebhookSender(dependencies: WebhookSenderDependencies): WebhookSender {
  const { database, clock, log, allowsPrivateAddresses } = dependencies;
  const busyHosts = new Map<string, number>();
  const onTheWay = new Set<Promise<void>>();
  let forgetTimer = (): void => undefined;
  let isClosed = false;

  /** @returns whether something was begun */
  async function look(): Promise<boolean> {
    const nowMs = clock.nowMs();
    while (await spreadWebhookEvents(database, { payloadOf, nowMs }));
    if (onTheWay.size >= atOnce) return false;
    let hasBegun = false;
    for (const delivery of await listDueDeliveries(database.db, { nowMs, limit: 10 * atOnce })) {
      const host = hostOf(delivery.webhook.url);
      if (isClosed || onTheWay.size >= atOnce) break;
      if ((busyHosts.get(host) ?? 0) >= atOnceOfHost) continue;
      const { deliveryId } = delivery;
      if (!(await claimDelivery(database.db, { deliveryId, nowMs, untilMs: nowMs + claimMs }))) continue;
      hasBegun = true;
      busyHosts.set(host, (busyHosts.get(host) ?? 0) + 1);
      const sending = send(delivery)
        .catch((error: unknown) => {
          log.warn({ err: error, deliveryId }, 'what came of a webhook could not be written down');
        })
        .finally(() => {
          onTheWay.delete(sending);
          const others = (busyHosts.get(host) ?? 1) - 1;
          if (others === 0) busyHosts.delete(host);
          else busyHosts.set(host, others);
        });
      onTheWay.add(sending);
    }
    return hasBegun;
  }

  async function send(delivery: DueDelivery): Promise<void> {
    const { deliveryId, messageId, payload, webhook, tries } = delivery;
    const triedAtMs = clock.nowMs();
    const beganMs = clock.monotonicMs();
    const result = await postMessage(
      {
        ...{ url: webhook.url, secret: webhook.secret, messageId, payload },
        timestamp: Math.floor(triedAtMs / 1000),
      },
      { mayBePrivate: webhook.scope === 'farm' || allowsPrivateAddresses, timeoutMs },
    );
    const durationMs = Math.round(clock.monotonicMs() - beganMs);
    await endDeliveryTry(database.db, {
      deliveryId,
      triedAtMs,
      durationMs,
      ...result,
      ...verdictOn(result, tries),
    });
  }

  function verdictOn(result: PostResult, tries: number) {
    const { status } = result;
    if (status !== null && status >= 200 && status < 300)
      return { state: 'delivered', nextTryAtMs: null } as const;
    const delayMs = webhookRetryDelayMs(tries + 1, status);
    return delayMs === null
      ? ({ state: 'given-up', nextTryAtMs: null } as const)
      : ({ state: 'pending', nextTryAtMs: clock.nowMs() + delayMs } as const);
  }

  function again(): void {
    if (isClosed) return;
    forgetTimer = clock.setTimer(intervalMs, () => {
      look()
        .catch((error: unknown) => {
          log.warn({ err: error }, 'webhooks could not be looked at');
        })
        .finally(again);
    });
  }

  return {
    start: again,
    async work() {
      while ((await look()) || onTheWay.size > 0) await Promise.all(onTheWay);
    },
    async close() {
      isClosed = true;
      forgetTimer();
      await Promise.all(onTheWay);
    },
  };
}

function payloadOf({ event, taskId, userId, fileName, reason, happenedAtMs }: NotedEvent): string {
  return JSON.stringify({
    type: event,
    timestamp: timeText(happenedAtMs),
    data: { taskId, userId, fileName, reason },
  });
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}
