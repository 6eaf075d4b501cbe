import type { EnginePresetName } from '@renderonline/engines';

/** Of `enginePresets`, in its order, for the help. */
export const presetNames: readonly EnginePresetName[] = [
  'blender',
  'povray',
  'ffmpeg',
  'ffmpeg-frames',
  'ffmpeg-images',
];
