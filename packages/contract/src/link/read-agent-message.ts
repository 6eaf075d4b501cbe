import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { EventMessage, Heartbeat, Hello, Progress, type AgentMessage } from './agent-messages.ts';
import { createReader, type Check, type Reader, type ReadMessage } from './message-reader.ts';

let reader: Reader<AgentMessage> | undefined;

/**
 * Reads what an agent said. Properties that are not in the schema are left alone: a later version may add some.
 * Not part of `@renderonline/contract/link`: the compiled checks are for a RenderAPI that hears thousands of
 * messages a second.
 */
export function readAgentMessage(text: string): ReadMessage<AgentMessage> {
  // Compiled when the first message comes: a program that never speaks over the link pays nothing.
  reader ??= createReader<AgentMessage>(
    { hello: Hello, heartbeat: Heartbeat, progress: Progress, event: EventMessage },
    compiledCheckOf,
  );
  return reader(text);
}

function compiledCheckOf(schema: TSchema): Check {
  const validator = Compile(schema);
  return (value) => (validator.Check(value) ? undefined : (validator.Errors(value)[0]?.instancePath ?? ''));
}
