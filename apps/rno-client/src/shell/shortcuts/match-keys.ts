/** A key that was pressed, as `KeyboardEvent` has it. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Longer between two keys, and the first one is forgotten. */
export const sequenceMs = 1000;

/**
 * Reads single keys (`?`), sequences (`g t`) and combinations (`mod+k`, where mod is Ctrl, or ⌘ on a Mac).
 *
 * @param known all keys that mean something
 * @returns a function that is given every key and the time, and answers the one of `known` that was completed
 */
export function createKeyReader(
  known: () => readonly string[],
): (press: KeyPress, atMs: number) => string | undefined {
  let first: { readonly key: string; readonly atMs: number } | undefined;
  return (press, atMs) => {
    const key = nameOf(press);
    if (key === undefined) return undefined;
    const keys = known();
    const before = first !== undefined && atMs - first.atMs <= sequenceMs ? first.key : undefined;
    first = undefined;
    const sequence = before === undefined ? undefined : `${before} ${key}`;
    if (sequence !== undefined && keys.includes(sequence)) return sequence;
    if (keys.includes(key)) return key;
    if (keys.some((candidate) => candidate.startsWith(`${key} `))) first = { key, atMs };
    return undefined;
  };
}

function nameOf({ key, ctrlKey, metaKey, altKey }: KeyPress): string | undefined {
  if (altKey || ['Shift', 'Control', 'Meta', 'Alt'].includes(key)) return undefined;
  const name = key.length === 1 ? key.toLowerCase() : key;
  return ctrlKey || metaKey ? `mod+${name}` : name;
}
