/** What webhooks can be told of. */
export const webhookEvents = ['task-succeeded', 'task-failed', 'task-canceled'] as const;
export type WebhookEvent = (typeof webhookEvents)[number];
