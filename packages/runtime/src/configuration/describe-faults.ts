import type { TObject } from 'typebox';
import { Value } from 'typebox/value';

/**
 * The faults of a configuration in words a person can act on, one a key. A key that nothing
 * declares comes with the declared one that it resembles.
 */
export function describeFaults(schema: TObject, value: unknown): string[] {
  const known = Object.keys(schema.properties);
  const faults = new Map<string, string>();
  for (const fault of Value.Errors(schema, value)) {
    const key = fault.instancePath.slice(1).replaceAll('/', '.');
    if (key === '' || faults.has(key)) continue;
    faults.set(key, describeFault(key, fault.message, known));
  }
  return [...faults.values()];
}

function describeFault(key: string, message: string, known: readonly string[]): string {
  if (message !== 'schema is false') return `"${key}" ${message}`;
  const resembling = known.find((name) => differsByAtMostTwo(name.toLowerCase(), key.toLowerCase()));
  return `unknown key "${key}"${resembling === undefined ? '' : `, did you mean "${resembling}"?`}`;
}

/** Levenshtein distance ≤ 2, enough for a slip of the finger. */
function differsByAtMostTwo(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 2) return false;
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, substitution));
    }
    previous = current;
  }
  return (previous[b.length] ?? Infinity) <= 2;
}
