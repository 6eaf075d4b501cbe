import { isIPv6 } from 'node:net';
import { JoinFailure } from './join-failure.ts';

/** RenderAPI's own. */
const defaultPort = 5000;

/**
 * Reads where a RenderAPI is: `farm.local`, `192.168.1.5:5000`, `https://farm.example`. Without a scheme it is
 * HTTP on port 5000.
 *
 * @throws JoinFailure `address-invalid`
 */
export function farmAddress(text: string): URL {
  const trimmed = text.trim();
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed);
  const host = isIPv6(trimmed) ? `[${trimmed}]` : trimmed;
  const url = URL.parse(hasScheme ? trimmed : `http://${host}`);
  const isGood =
    url !== null &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.hostname !== '' &&
    url.username === '' &&
    url.search === '' &&
    url.hash === '';
  if (!isGood) {
    throw new JoinFailure(
      'address-invalid',
      `"${trimmed}" is no address of a RenderAPI. Write it like farm.local, 192.168.1.5:5000 or https://farm.example.`,
    );
  }
  if (!hasScheme && url.port === '') url.port = String(defaultPort);
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}
