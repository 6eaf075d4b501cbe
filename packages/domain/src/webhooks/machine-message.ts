import type { MachineWebhookEvent } from './webhook-event.ts';

/** Something happened to a machine that admins may want to be told. */
export interface MachineEvent {
  readonly event: MachineWebhookEvent;
  readonly machineId: number;
  readonly name: string;
  /** For people. */
  readonly reason: string;
  /** ms since 1970 UTC. */
  readonly happenedAtMs: number;
}

/** Reasons may quote a renderer. */
const reasonChars = 1000;

/** What a webhook is sent of it: JSON. */
export function machineMessage({ event, machineId, name, reason, happenedAtMs }: MachineEvent): string {
  return JSON.stringify({
    type: event,
    timestamp: new Date(happenedAtMs).toISOString(),
    data: { machineId, name, reason: reason.slice(0, reasonChars) },
  });
}
