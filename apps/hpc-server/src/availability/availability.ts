import type { LinkSettings } from '@renderonline/contract/link';
import type { Logger } from '@renderonline/runtime';
import type { UserActivity } from './user-activity.ts';
import { whyNotAvailable } from './why-not-available.ts';

const lookEveryMs = 5000;

/** Whether the machine takes work, as RenderAPI's settings, the clock and its user have it. */
export interface Availability {
  set(settings: LinkSettings): void;
  /** Looks at the clock and the user now; otherwise it does every 5 s. */
  look(): Promise<void>;
  whyNot(): string | null;
  /** null where nobody can tell, or nobody wants to know. */
  isUserActive(): boolean | null;
  close(): void;
}

interface AvailabilityInput {
  readonly activity: UserActivity;
  /** Without keyboard and mouse for so long, nobody uses the computer. */
  readonly userIdleMs: number;
  readonly now: () => Date;
  readonly onChange: () => void;
  readonly log: Logger;
}

export function createAvailability(input: AvailabilityInput): Availability {
  const { activity, userIdleMs, now, onChange, log } = input;
  let settings: LinkSettings | undefined;
  let isUserActive: boolean | null = null;
  let whyNot: string | null = null;

  function decide(): void {
    if (settings === undefined) return;
    const before = whyNot;
    whyNot = whyNotAvailable({ settings, now: now(), isUserActive });
    if (whyNot === before) return;
    log.info({ whyNot }, whyNot === null ? 'the machine takes work again' : 'the machine takes nothing new');
    onChange();
  }

  async function look(): Promise<void> {
    // Asking the system costs a process on some; only those who want to know pay for it.
    const idleMs = settings?.yieldsToUser === true ? await activity.idleMs() : null;
    isUserActive = idleMs === null ? null : idleMs < userIdleMs;
    decide();
  }

  const timer = setInterval(() => void look(), lookEveryMs);
  return {
    set(next) {
      const startsToYield = next.yieldsToUser && settings?.yieldsToUser !== true;
      settings = next;
      decide();
      if (startsToYield) void look();
    },
    look,
    whyNot: () => whyNot,
    isUserActive: () => isUserActive,
    close() {
      clearInterval(timer);
      activity.close();
    },
  };
}
