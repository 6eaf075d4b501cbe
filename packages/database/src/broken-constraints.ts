import { domainError, type DomainError } from '@renderonline/domain';
import { constraintViolation, type ConstraintViolation } from './dialects/constraint-violation.ts';

/** Runs a statement; when it breaks a constraint, throws what `refusals` has for that kind instead. */
export async function explainViolations<T>(
  statement: Promise<T>,
  refusals: Partial<Record<ConstraintViolation, () => DomainError>>,
): Promise<T> {
  try {
    return await statement;
  } catch (error) {
    const violation = constraintViolation(error);
    const refusal = violation === undefined ? undefined : refusals[violation];
    throw refusal === undefined ? error : refusal();
  }
}

/** `what` is complete: "A machine with the identifier 3". */
export function alreadyExists(what: string): DomainError {
  return domainError('already-exists', `${what} already exists.`);
}

/** @param users what refers to it, with its number: "2 users" */
export function stillInUse(what: string, users: string): DomainError {
  return domainError('still-in-use', `${what} is still in use by ${users}.`);
}

/** "1 user", "2 users". */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
