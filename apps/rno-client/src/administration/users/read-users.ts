import type { Administration } from '@renderonline/client/browser';
import type { UserAccount } from '@renderonline/contract';

/** All users, page by page. */
export async function readUsers(
  { users }: Pick<Administration, 'users'>,
  signal: AbortSignal,
): Promise<UserAccount[]> {
  const all: UserAccount[] = [];
  let after: number | null = 0;
  while (after !== null) {
    const page = await users({ limit: 200, after }, { signal });
    all.push(...page.users);
    after = page.nextAfter;
  }
  return all;
}

/** What a user is called: the e-mail where there is no name. */
export function userName({ firstName, lastName, email }: UserAccount): string {
  return `${firstName} ${lastName}`.trim() || email;
}
