import { blenderPreset } from './blender-preset.ts';
import type { EnginePreset } from './engine-preset.ts';
import { ffmpegFramesPreset } from './ffmpeg-frames-preset.ts';
import { ffmpegImagesPreset } from './ffmpeg-images-preset.ts';
import { ffmpegPreset } from './ffmpeg-preset.ts';
import { povrayPreset } from './povray-preset.ts';

export type { EnginePreset } from './engine-preset.ts';

export type EnginePresetName = 'blender' | 'povray' | 'ffmpeg' | 'ffmpeg-frames' | 'ffmpeg-images';

/** Engines that work out of the box, by the name that `engine add --preset` takes. */
export const enginePresets: Readonly<Record<EnginePresetName, EnginePreset>> = {
  blender: blenderPreset,
  povray: povrayPreset,
  ffmpeg: ffmpegPreset,
  'ffmpeg-frames': ffmpegFramesPreset,
  'ffmpeg-images': ffmpegImagesPreset,
};
