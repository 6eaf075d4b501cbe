/** What webhooks of the farm can be told of machines. */
export const machineWebhookEvents = ['machine-lost', 'machine-quarantined'] as const;
export type MachineWebhookEvent = (typeof machineWebhookEvents)[number];

/** What webhooks can be told of. */
export const webhookEvents = [
  'task-succeeded',
  'task-failed',
  'task-canceled',
  ...machineWebhookEvents,
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];
