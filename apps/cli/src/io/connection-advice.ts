import { errorCatalogue } from '@renderonline/domain';

const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Closed without an answer: what a server that speaks HTTPS does with a request that does not. */
const closed = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

interface Failure {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
}

/** Why there was no connection, and what to do about it; without a reason where the system's own will do. */
export interface ConnectionAdvice {
  readonly reason?: string;
  readonly whatToDo: string;
}

/**
 * What to do when RenderAPI did not answer.
 *
 * @param error as the client throws it; the reasons are in its chain of causes
 */
export function connectionAdvice(error: unknown): ConnectionAdvice {
  const chain = chainOf(error);
  const has = (codes: ReadonlySet<string>) => chain.some(({ code }) => codes.has(String(code)));
  const says = (pattern: RegExp) =>
    chain.some(({ code, message }) => pattern.test(`${String(code)} ${String(message)}`));
  if (has(untrusted)) {
    return {
      reason: 'this computer does not trust its certificate',
      whatToDo:
        'Name the PEM file of the authority that signed it, or of the certificate itself, in the environment ' +
        'variable NODE_EXTRA_CA_CERTS.',
    };
  }
  if (says(/CERT_HAS_EXPIRED/))
    return { whatToDo: 'An administrator renews the certificate; RenderAPI takes it up by itself.' };
  if (says(/ERR_TLS_CERT_ALTNAME_INVALID/))
    return { whatToDo: 'Use an address that the certificate is made out for.' };
  if (says(/wrong version number|WRONG_VERSION_NUMBER|packet length too long/i))
    return { reason: 'it does not speak HTTPS', whatToDo: 'Write the address with http://.' };
  const { whatToDo } = errorCatalogue['api-unreachable'];
  if (has(closed) && says(/other side closed|socket hang up/))
    return { whatToDo: `${whatToDo} Does it speak HTTPS? Then write the address with https://.` };
  return { whatToDo };
}

function chainOf(error: unknown): Failure[] {
  const chain: Failure[] = [];
  for (let at = error; typeof at === 'object' && at !== null && chain.length < 8; at = (at as Failure).cause)
    chain.push(at);
  return chain;
}
