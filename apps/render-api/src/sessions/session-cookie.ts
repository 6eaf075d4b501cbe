import { createHash, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const cookieName = 'renderonline_session';
const secretPattern = /^rns_[\w-]{43}$/;

/** A new secret of a session, 256 random bits. Recognisable wherever it turns up. */
export function generateSessionSecret(): string {
  return `rns_${randomBytes(32).toString('base64url')}`;
}

/** What is kept of a secret. Nobody can try 256 bits: one SHA-256 is enough. */
export function hashSessionSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The secret that a browser shows; undefined without one that could be ours. */
export function sessionSecretOf({ cookie = '' }: IncomingHttpHeaders): string | undefined {
  for (const pair of cookie.split(';')) {
    const at = pair.indexOf('=');
    if (at === -1 || pair.slice(0, at).trim() !== cookieName) continue;
    const value = pair.slice(at + 1).trim();
    if (secretPattern.test(value)) return value;
  }
  return undefined;
}

/** The Set-Cookie header that has a browser keep a secret; until it ends unless it is to be remembered for so long. */
export function sessionCookie(
  secret: string,
  { isSecure, rememberedForMs }: { readonly isSecure: boolean; readonly rememberedForMs: number | null },
): string {
  const age = rememberedForMs === null ? '' : `; Max-Age=${Math.floor(rememberedForMs / 1000)}`;
  return `${cookieName}=${secret}; Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}${age}`;
}

/** The Set-Cookie header that has a browser forget it. */
export const forgottenCookie = `${cookieName}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0`;
