import { pathOfFault } from '@renderonline/schema';
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
import { FollowLogs } from './logs.ts';
import { createReader, type ReadMessage } from './message-reader.ts';

const reader = createReader<ApiMessage>(
  {
    welcome: Welcome,
    settings: SettingsMessage,
    task: TaskMessage,
    offer: Offer,
    cancel: Cancel,
    'close-session': CloseSession,
    ack: Ack,
    revoked: Revoked,
    'follow-logs': FollowLogs,
  },
  (schema) => (value) => pathOfFault(schema, value),
);

/** Reads what RenderAPI said. Properties that are not in the schema are left alone: a later version may add some. */
export function readApiMessage(text: string): ReadMessage<ApiMessage> {
  return reader(text);
}
