import type { PairingCodeCreated } from '@renderonline/contract';

/** The systems whose lines differ. */
export const systems = ['unix', 'windows'] as const;
export type System = (typeof systems)[number];

/**
 * What is typed on a computer that is to join.
 *
 * @param origin where it reaches RenderAPI
 * @param pairing `certificateSha256` is of a certificate that it cannot check by itself
 */
export function joinLine(
  system: System,
  origin: string,
  { code, certificateSha256 }: Pick<PairingCodeCreated, 'code' | 'certificateSha256'>,
): string {
  // PowerShell would take npx for a script, which many computers do not allow.
  const npx = system === 'windows' ? 'npx.cmd' : 'npx';
  const isPinned = certificateSha256 !== null && origin.startsWith('https:');
  const pin = isPinned ? ` --fingerprint ${certificateSha256}` : '';
  return `${npx} renderonline node --join ${origin} --code ${code}${pin}`;
}

/** Whether an address leads to the very computer that uses it, and no other one can join by it. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** `14:59`; never below nothing. */
export function countdown(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
