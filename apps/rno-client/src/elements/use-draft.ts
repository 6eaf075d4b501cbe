import { useState } from 'react';

export interface Draft<T> {
  readonly values: T;
  set(changes: Partial<T>): void;
  /** Begins anew with these. */
  reset(values: T): void;
  readonly isDirty: boolean;
  /** What differs from the beginning. */
  changes(): Partial<T>;
}

/** What a form holds, beside what it began with. Values are compared as they are. */
export function useDraft<T extends object>(initial: T): Draft<T> {
  const [saved, setSaved] = useState(initial);
  const [values, setValues] = useState(initial);
  const keys = Object.keys(values) as (keyof T)[];
  const changed = keys.filter((key) => values[key] !== saved[key]);
  return {
    values,
    set: (changes) => setValues((before) => ({ ...before, ...changes })),
    reset(next) {
      setSaved(next);
      setValues(next);
    },
    isDirty: changed.length > 0,
    changes: () => Object.fromEntries(changed.map((key) => [key, values[key]])) as Partial<T>,
  };
}
