import type { AgentMessage } from './agent-messages.ts';
import type { ApiMessage } from './api-messages.ts';

/** A message of an agent as text for the socket. */
export function agentMessageText(message: AgentMessage): string {
  return JSON.stringify(message);
}

/** A message of RenderAPI as text for the socket. */
export function apiMessageText(message: ApiMessage): string {
  return JSON.stringify(message);
}
