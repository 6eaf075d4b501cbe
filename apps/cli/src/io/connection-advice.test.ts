import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionAdvice } from './connection-advice.ts';

function failure(code: string, message: string): Error {
  const cause = Object.assign(new Error(message), { code });
  return new Error('RenderAPI does not answer', { cause: new TypeError('fetch failed', { cause }) });
}

test('a connection that failed comes with what helps', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1', /RenderAPI runs/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate', /NODE_EXTRA_CA_CERTS/],
    ['CERT_HAS_EXPIRED', 'certificate has expired', /renews the certificate/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'Hostname/IP does not match', /made out for/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls_validate_record_header:wrong version number', /http:\/\//],
    ['UND_ERR_SOCKET', 'other side closed', /https:\/\//],
  ];
  for (const [code, message, expected] of cases)
    assert.match(connectionAdvice(failure(code, message)).whatToDo, expected, code);
});

test('causes that turn in circles come to an end', () => {
  const error = new Error('a');
  error.cause = error;
  assert.match(connectionAdvice(error).whatToDo, /RenderAPI runs/);
});
