import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** Cost of new hashes: 2^14 rounds of 8 blocks, 16 MiB and some 40 ms each. */
const cost = { ln: 14, r: 8, p: 1 } as const;
const saltBytes = 16;
const hashBytes = 32;
// What a hash in the database may ask of us; a row that asks for more never matches.
const largest = { ln: 17, r: 16, p: 4 } as const;
const phc =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{16,86})\$([A-Za-z0-9+/]{22,86})$/;

interface ScryptHash {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/**
 * A new random token, 256 bits, safe in headers, shells and files. The prefix says what it is wherever it turns
 * up, and keeps it from beginning with `-`, which command lines would take for an option.
 */
export function generateToken(): string {
  return `rno_${randomBytes(32).toString('base64url')}`;
}

/** Whether a token is as generateToken makes them, so that nobody guesses it. Those of 1.x are what somebody typed. */
export function isGeneratedToken(token: string): boolean {
  return /^rno_[\w-]{43}$/.test(token);
}

/**
 * Hashes a token for `users.token`: `$scrypt$ln=14,r=8,p=1$salt$hash` with a salt of its own, base64 without
 * padding.
 */
export async function hashToken(token: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await derive(token, { ...cost, salt }, hashBytes);
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** Whether what `users.token` holds is a hash (or means to be one) and not a plain token. */
export function isTokenHash(stored: string): boolean {
  return stored.startsWith('$scrypt$');
}

/**
 * Whether the token is the one that was hashed. Takes one scrypt and a comparison in constant time, also when
 * the stored text is no hash that we can read (then the answer is no).
 */
export async function verifyTokenHash(stored: string, token: string): Promise<boolean> {
  const parsed = parseHash(stored);
  const { hash: expected, ...parameters } = parsed ?? unmatchable;
  const actual = await derive(token, parameters, expected.length);
  return timingSafeEqual(actual, expected) && parsed !== undefined;
}

// Compared against when there is nothing to compare with, so that it takes as long.
const unmatchable: ScryptHash = { ...cost, salt: randomBytes(saltBytes), hash: randomBytes(hashBytes) };

function parseHash(stored: string): ScryptHash | undefined {
  const match = phc.exec(stored);
  if (!match) return undefined;
  const [, ln, r, p, salt = '', hash = ''] = match;
  const parameters = { ln: Number(ln), r: Number(r), p: Number(p) };
  const isAffordable =
    parameters.ln >= 1 &&
    parameters.ln <= largest.ln &&
    parameters.r >= 1 &&
    parameters.r <= largest.r &&
    parameters.p >= 1 &&
    parameters.p <= largest.p;
  if (!isAffordable) return undefined;
  return { ...parameters, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') };
}

function derive(
  token: string,
  { ln, r, p, salt }: Omit<ScryptHash, 'hash'>,
  length: number,
): Promise<Buffer> {
  const N = 2 ** ln;
  // OpenSSL counts a little more than the 128·N·r bytes of the algorithm.
  const maxmem = 128 * N * r * 2 + 2 ** 20;
  return new Promise((resolve, reject) => {
    scrypt(token, salt, length, { N, r, p, maxmem }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
