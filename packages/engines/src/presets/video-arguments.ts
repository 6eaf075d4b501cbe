import type { ArgumentType } from '@renderonline/domain';

/** What engines that write videos have in common. */
export const videoArguments: readonly ArgumentType[] = [
  { argtypeId: 'video_extension', type: 'extension', regex: '\\.(?:mp4|mov|mkv|webm|avi|gif)' },
  { argtypeId: 'video_codec', type: 'word', regex: '[a-z0-9][a-z0-9_-]{0,31}' },
  { argtypeId: 'video_quality', type: 'natural', regex: '[0-9]{1,2}' },
  { argtypeId: 'frame_rate', type: 'real', regex: '[1-9][0-9]{0,2}(?:\\.[0-9]{1,3})?' },
];
