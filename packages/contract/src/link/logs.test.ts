import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkLimits, logPiecesBody, readLogPieces, readLogReceipts, type LogPiece } from '../index.ts';

const piece = (leaseId: number, text: string): LogPiece => ({
  ...{ leaseId, taskId: 1, after: 0, offset: 0, isEnd: false },
  bytes: Buffer.from(text),
});

function read(body: Buffer | string): readonly LogPiece[] {
  const result = readLogPieces(Buffer.from(body));
  return 'fault' in result ? assert.fail(result.fault) : result.pieces;
}

function faultOf(body: Buffer | string): string {
  const result = readLogPieces(Buffer.from(body));
  return 'fault' in result ? result.fault : 'none';
}

test('pieces of logs arrive as they were sent', () => {
  const pieces = [piece(1, 'a line\n'), piece(2, ''), piece(3, '{"leaseId":4}\nnot a header')];
  assert.deepEqual(read(logPiecesBody(pieces)), pieces);
  assert.deepEqual(read(''), []);
});

test('what is no body of pieces is refused with the reason', () => {
  const body = logPiecesBody([piece(1, 'text')]);
  assert.match(faultOf(body.subarray(0, -1)), /lease 1 is not whole/);
  assert.match(faultOf('{}\n'), /no header of a piece at byte 0/);
  assert.match(faultOf('no line'), /no header/);
  assert.match(faultOf(Buffer.concat([body, Buffer.from('x')])), /no header of a piece at byte \d\d/);
  const negative = body.toString().replace('"offset":0', '"offset":-1');
  assert.match(faultOf(negative), /no header/);
  const many = logPiecesBody(Array.from({ length: linkLimits.leases + 1 }, () => piece(1, '')));
  assert.match(faultOf(many), /more than 1024 pieces/);
});

test('receipts are read, and nothing else', () => {
  const receipts = { leases: [{ leaseId: 1, size: 4, refusal: null }] };
  assert.deepEqual(readLogReceipts(receipts), receipts);
  assert.equal(readLogReceipts({ leases: [{ leaseId: 1 }] }), undefined);
  assert.equal(readLogReceipts('<html>'), undefined);
});
