import { fileURLToPath } from 'node:url';
import { sceneArguments } from '../presets/blender-preset.ts';
import type { SessionOrder } from '../sessions/render-session.ts';

const script = fileURLToPath(new URL('./python/start_session.py', import.meta.url));

/**
 * How Blender is started for a session: as the preset's template says, with our script in place of `-a`. `-y` and
 * `-Y` stand before the scene, since Blender obeys its options one after another.
 */
export function blenderArguments(order: SessionOrder): string[] {
  const scene = order.values.get('scene');
  return [
    ...(order.leadingArguments ?? []),
    ...['-b', order.allowsScripts ? '-y' : '-Y', order.projectPath],
    ...(scene === undefined ? [] : ['-S', scene]),
    ...['--python-exit-code', '1', '--python', script, '--'],
    ...sceneArguments.flatMap((name) => {
      const value = order.values.get(name);
      return value === undefined ? [] : [`${name}=${value}`];
    }),
  ];
}
