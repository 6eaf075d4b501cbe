import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { EventMessage, Heartbeat, Hello, Progress, type AgentMessage } from './agent-messages.ts';
import {
  Ack,
  Cancel,
  CloseSession,
  Offer,
  Revoked,
  SettingsMessage,
  TaskMessage,
  Welcome,
  type ApiMessage,
} from './api-messages.ts';

/** A message of the link, or what is wrong with it (for a log and for the reason of a close). */
export type ReadMessage<Message> = { readonly message: Message } | { readonly fault: string };

type Reader<Message> = (text: string) => ReadMessage<Message>;

let agentReader: Reader<AgentMessage> | undefined;
let apiReader: Reader<ApiMessage> | undefined;

/** Reads what an agent said. Properties that are not in the schema are left alone: a later version may add some. */
export function readAgentMessage(text: string): ReadMessage<AgentMessage> {
  agentReader ??= readerOf<AgentMessage>({
    hello: Hello,
    heartbeat: Heartbeat,
    progress: Progress,
    event: EventMessage,
  });
  return agentReader(text);
}

/** Reads what RenderAPI said. */
export function readApiMessage(text: string): ReadMessage<ApiMessage> {
  apiReader ??= readerOf<ApiMessage>({
    welcome: Welcome,
    settings: SettingsMessage,
    task: TaskMessage,
    offer: Offer,
    cancel: Cancel,
    'close-session': CloseSession,
    ack: Ack,
    revoked: Revoked,
  });
  return apiReader(text);
}

/** A message of an agent as text for the socket. */
export function agentMessageText(message: AgentMessage): string {
  return JSON.stringify(message);
}

/** A message of RenderAPI as text for the socket. */
export function apiMessageText(message: ApiMessage): string {
  return JSON.stringify(message);
}

// Compiled when the first message comes: a program that never speaks over the link pays nothing.
function readerOf<Message extends { readonly type: string }>(
  schemas: Readonly<Record<Message['type'], TSchema>>,
): Reader<Message> {
  const validators = new Map(
    Object.entries<TSchema>(schemas).map(([type, schema]) => [type, Compile(schema)] as const),
  );
  return (text) => {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return { fault: 'not JSON' };
    }
    const type = typeof value === 'object' && value !== null ? (value as { type?: unknown }).type : undefined;
    const validator = typeof type === 'string' ? validators.get(type) : undefined;
    if (validator === undefined) return { fault: `no such type of message: ${inShort(type)}` };
    if (validator.Check(value)) return { message: value as Message };
    const where = validator.Errors(value)[0]?.instancePath ?? '';
    return { fault: `${String(type)} is not as it must be at ${inShort(where === '' ? '/' : where)}` };
  };
}

function inShort(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : 'none';
}
