import type { IncomingHttpHeaders } from 'node:http';
import { domainError } from '@renderonline/domain';

interface BrowserRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what a page of another origin has a browser send along with our cookie. Browsers tell by Sec-Fetch-Site where a
 * request comes from, and on plain HTTP, where they leave that out, by Origin.
 *
 * @throws DomainError 'cross-site-request' unless the request changes nothing, or comes from a page of ours
 */
export function requireSameOrigin({ method, headers }: BrowserRequest): void {
  if (safeMethods.has(method) || comesFromOurs(headers)) return;
  throw domainError('cross-site-request', 'A page of this RenderAPI has to ask for this.');
}

/**
 * The same for what is asked without a cookie, and answered with one: a foreign page must not log a browser in. Programs
 * that are no browsers send neither header.
 *
 * @throws DomainError 'cross-site-request'
 */
export function refuseForeignPages({ method, headers }: BrowserRequest): void {
  if (headers['sec-fetch-site'] === undefined && headers.origin === undefined) return;
  requireSameOrigin({ method, headers });
}

function comesFromOurs({ 'sec-fetch-site': site, origin, host }: IncomingHttpHeaders): boolean {
  if (site !== undefined) return site === 'same-origin';
  if (origin === undefined || host === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === host.toLowerCase();
}
