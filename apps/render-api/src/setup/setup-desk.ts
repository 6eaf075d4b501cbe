import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { hostname } from 'node:os';
import { hasUsers, type Database } from '@renderonline/database';
import type { Logger } from '@renderonline/runtime';

/** Who may set up a farm that nobody uses yet: whoever reads what RenderAPI says where it runs. */
export interface SetupDesk {
  /** Whether there is no user; then RenderAPI says its link, once. */
  isNeeded(): Promise<boolean>;
  /** Whether it is the code of the link. */
  isCode(text: string): boolean;
  /** From now on the link leads here. */
  listensOn(place: ListeningPlace): void;
}

export interface ListeningPlace {
  readonly bindAddress: string;
  readonly port: number;
  readonly isSecure: boolean;
}

/** @param dependencies.code of the link; a random one unless given */
export function createSetupDesk({
  database,
  log,
  code = randomBytes(24).toString('base64url'),
}: {
  readonly database: Database;
  readonly log: Logger;
  readonly code?: string;
}): SetupDesk {
  let place: ListeningPlace | undefined;
  let isSaid = false;

  function sayLink(): void {
    if (isSaid || place === undefined) return;
    isSaid = true;
    const link = setupLink(place, code);
    log.info({ link }, `Nobody may use this farm yet. Set it up: ${link}`);
  }

  return {
    async isNeeded() {
      if (await hasUsers(database.db)) return false;
      sayLink();
      return true;
    },
    isCode: (text) => timingSafeEqual(digest(text), digest(code)),
    listensOn(listening) {
      place = listening;
    },
  };
}

/** A browser never sends what comes behind the #, so that no log of a proxy has it. */
export function setupLink({ bindAddress, port, isSecure }: ListeningPlace, code: string): string {
  const isEverywhere = bindAddress === '0.0.0.0' || bindAddress === '::';
  const host = isEverywhere ? hostname() : bindAddress.includes(':') ? `[${bindAddress}]` : bindAddress;
  return `${isSecure ? 'https' : 'http'}://${host}:${port}/setup#${code}`;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
