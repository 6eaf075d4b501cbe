import { builtInTypes, checkArgumentType, checkArgumentValue, isDomainError } from '@renderonline/domain';

export const typeNames: readonly string[] = [...builtInTypes.keys()];

export interface PatternTrial {
  /** Whether the type itself can be used: its pattern can be read, and its name is known where it has none. */
  readonly isUsable: boolean;
  /** Of the values tried, in order: whether RenderAPI would take each. */
  readonly isTaken: readonly boolean[];
}

/** Tries values with an argument type as RenderAPI does. */
export function tryPattern(
  type: { readonly type: string; readonly regex: string | null },
  values: readonly string[],
): PatternTrial {
  const whole = { argtypeId: 'value', ...type };
  try {
    checkArgumentType(whole);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return { isUsable: false, isTaken: values.map(() => false) };
  }
  const isTaken = values.map((value) => {
    try {
      checkArgumentValue(whole, value);
      return true;
    } catch {
      return false;
    }
  });
  return { isUsable: true, isTaken };
}
