import type { SubmitProjectRequest } from '@renderonline/contract';

/** The Idempotency-Keys of submissions of which it is not known whether they have arrived. */
export interface SubmissionKeys {
  /** @returns the same key for a draft until it is submitted otherwise than before, or has become a task */
  keyOf(draftId: number, submission: SubmitProjectRequest): string;
  /** It has become a task, or will become none. */
  forget(draftId: number): void;
}

export function createSubmissionKeys(randomKey: () => string): SubmissionKeys {
  const keys = new Map<number, { readonly text: string; readonly key: string }>();
  return {
    keyOf(draftId, submission) {
      const text = JSON.stringify(submission);
      const known = keys.get(draftId);
      if (known?.text === text) return known.key;
      const key = randomKey();
      keys.set(draftId, { text, key });
      return key;
    },
    forget(draftId) {
      keys.delete(draftId);
    },
  };
}
