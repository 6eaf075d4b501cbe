import type { WebhookView } from '@renderonline/contract';

export type WebhookEvent = WebhookView['events'][number];

const ofTasks = ['task-succeeded', 'task-failed', 'task-canceled'] as const;
const ofMachines = ['machine-lost', 'machine-quarantined'] as const;

/** What a webhook may be told; machines are the farm's. */
export function eventsFor(scope: WebhookView['scope']): readonly WebhookEvent[] {
  return scope === 'farm' ? [...ofTasks, ...ofMachines] : ofTasks;
}

/** Which of them are chosen, as a form holds it. Of a new one all but what somebody has canceled themselves. */
export function chosenEvents(events: readonly WebhookEvent[] | undefined): Record<WebhookEvent, boolean> {
  const all = eventsFor('farm');
  return Object.fromEntries(
    all.map((event) => [event, events?.includes(event) ?? event !== 'task-canceled']),
  ) as Record<WebhookEvent, boolean>;
}
