import type { ArgumentType } from '@renderonline/domain';

/** What engines with frames have in common: RenderAPI reads a task's frames from these two. */
export const frameArguments: readonly ArgumentType[] = [
  { argtypeId: 'start_frame', type: 'natural', regex: null },
  { argtypeId: 'end_frame', type: 'natural', regex: null },
];
