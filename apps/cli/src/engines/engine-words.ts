import type { EnginePresetName } from '@renderonline/engines';

/** Of `enginePresets`, in its order, for the help. */
export const presetNames: readonly EnginePresetName[] = ['blender', 'povray', 'ffmpeg', 'ffmpeg-frames'];

/** People write `blend` as well. */
export function withDot(extension: string): string {
  return extension.startsWith('.') ? extension : `.${extension}`;
}
