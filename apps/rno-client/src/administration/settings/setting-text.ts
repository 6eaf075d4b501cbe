import type { FarmSetting } from '@renderonline/contract';
import type { Format } from '../../format/format.ts';

/** A value of the configuration as people read it; what it stands for in their units is put beside it. */
export function settingText({ value }: Pick<FarmSetting, 'value'>): string {
  if (typeof value === 'string') return value === '' ? '""' : value;
  return JSON.stringify(value);
}

/** The same in units that people have; undefined where there is nothing to say. */
export function settingMeaning(
  { key, value }: Pick<FarmSetting, 'key' | 'value'>,
  format: Pick<Format, 'bytes' | 'duration'>,
): string | undefined {
  if (typeof value !== 'number' || value === 0) return undefined;
  if (key.endsWith('Ms')) return format.duration(value);
  return /Bytes/.test(key) ? format.bytes(value) : undefined;
}
