/** What a machine and RenderAPI say to one another, for either side; RenderAPI also needs readAgentMessage. */
export * from './agent-messages.ts';
export * from './api-messages.ts';
export * from './close-codes.ts';
export * from './fingerprint.ts';
export * from './lease-event.ts';
export * from './limits.ts';
export * from './link-task.ts';
export * from './logs.ts';
export type { ReadMessage } from './message-reader.ts';
export * from './message-texts.ts';
export * from './outcome.ts';
export * from './output-name.ts';
export * from './pairing.ts';
export * from '../projects/manifest.ts';
export { manifestSha256 } from '../projects/manifest-sha256.ts';
export * from './sharing.ts';
export { readApiMessage } from './read-api-message.ts';
