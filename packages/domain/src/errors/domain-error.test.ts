import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { DomainError, domainError, isDomainError } from './domain-error.ts';
import { v1Refusals } from './v1-refusals.ts';

describe('DomainError', () => {
  it('takes its kind from the catalogue and carries its facts and its cause', () => {
    const cause = new Error('ENOSPC');
    const error = domainError('disk-full', 'No room on /srv.', { path: '/srv', freeBytes: 0 }, cause);
    assert.ok(error instanceof DomainError);
    assert.ok(error instanceof Error);
    assert.equal(error.name, 'DomainError');
    assert.equal(error.kind, 'insufficient-storage');
    assert.equal(error.message, 'No room on /srv.');
    assert.deepEqual(error.details, { path: '/srv', freeBytes: 0 });
    assert.equal(error.cause, cause);
  });

  it('has no cause unless one is given', () => {
    assert.equal('cause' in domainError('no-file', 'No files were uploaded.'), false);
  });

  it('is told apart by its code', () => {
    const error = domainError('no-file', 'No files were uploaded.');
    assert.ok(isDomainError(error));
    assert.ok(isDomainError(error, 'no-file'));
    assert.equal(isDomainError(error, 'disk-full'), false);
    assert.equal(isDomainError(new Error('no-file')), false);
    assert.equal(isDomainError(undefined), false);
  });
});

describe('the refusals of 1.x, word for word', () => {
  const table: [DomainError, string, string, string][] = [
    [v1Refusals.unauthorized(), 'unauthorized', 'unauthenticated', 'Unauthorized.'],
    [v1Refusals.noFile(), 'no-file', 'invalid', 'No files were uploaded.'],
    [v1Refusals.requestPartMissing(), 'request-part-missing', 'invalid', 'Header "request" is empty.'],
    [
      v1Refusals.enqueueRequestInvalid(),
      'enqueue-request-invalid',
      'invalid',
      'Invalid enqueue request arguments.',
    ],
    [v1Refusals.tooManyFiles(), 'too-many-files', 'invalid', 'Only 1 file may be uploaded per request.'],
    [
      v1Refusals.queueLimitReached(3),
      'queue-limit-reached',
      'quota',
      'Queue limit 3 reached for your subscription.',
    ],
    [v1Refusals.engineNotFound('9'), 'engine-not-found', 'not-found', 'Engine with identifier 9 not found.'],
    [
      v1Refusals.extensionMismatch('.blend', '.txt'),
      'extension-mismatch',
      'invalid',
      'Engine extension .blend not matching with files extension .txt.',
    ],
    [
      v1Refusals.argumentTypeUnknown('fps'),
      'argument-type-unknown',
      'invalid',
      'Argument type identifier fps must be present in database.',
    ],
    [
      v1Refusals.argumentTypeInvalid('colour', { argtypeId: 'tint', problem: 'unknown' }),
      'argument-type-invalid',
      'internal',
      'Type colour is not valid for RenderOnline.',
    ],
    [
      v1Refusals.argumentValueInvalid('x', 'natural', { argtypeId: 'start_frame' }),
      'argument-value-invalid',
      'invalid',
      'Value x must be of type natural.',
    ],
    [
      v1Refusals.contentTypeNotJson(),
      'content-type-not-json',
      'invalid',
      'Request content type must be application/json.',
    ],
    [v1Refusals.bodyInvalid(), 'body-invalid', 'invalid', 'Request content has an invalid format.'],
    [
      v1Refusals.taskNotFound(123),
      'task-not-found',
      'not-found',
      'Task with identifier 123 not found for the current user.',
    ],
    [
      v1Refusals.taskNotQueued(123),
      'task-not-queued',
      'conflict',
      'Task with identifier 123 is not in the queue.',
    ],
    [
      v1Refusals.renderAlreadyActive(),
      'render-already-active',
      'conflict',
      'There already is an active render!',
    ],
    [v1Refusals.renderArgumentsInvalid(), 'render-arguments-invalid', 'invalid', 'Invalid render arguments!'],
    [
      v1Refusals.engineNotConfigured('povray'),
      'engine-not-configured',
      'invalid',
      'Requested rendering engine not configured: povray',
    ],
    [
      v1Refusals.renderOfOtherTask(),
      'render-of-other-task',
      'conflict',
      'No process running with provided task identifier!',
    ],
  ];

  for (const [error, code, kind, message] of table) {
    it(code, () => {
      assert.deepEqual([error.code, error.kind, error.message], [code, kind, message]);
    });
  }

  it('has every refusal in this table', () => {
    assert.equal(table.length, Object.keys(v1Refusals).length);
  });
});
