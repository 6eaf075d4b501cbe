import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLineStamper } from './line-stamper.ts';

function stamper() {
  let ms = Date.UTC(2026, 0, 2, 3, 4, 5, 0);
  const lines = createLineStamper(() => new Date((ms += 1)));
  return {
    push: (text: string) => lines.push(Buffer.from(text)).toString(),
    end: () => lines.end().toString(),
  };
}

test('each line gets the time at which it was whole', () => {
  const { push, end } = stamper();
  assert.equal(push('Fra:1 M'), '');
  assert.equal(push('em\nFra:2\nF'), '2026-01-02T03:04:05.001Z Fra:1 Mem\n2026-01-02T03:04:05.001Z Fra:2\n');
  assert.equal(push('ra:3 é\n'), '2026-01-02T03:04:05.002Z Fra:3 é\n');
  assert.equal(push('the end'), '');
  assert.equal(end(), '2026-01-02T03:04:05.003Z the end\n');
  assert.equal(end(), '');
});

test('carriage returns end lines, and with a line feed only once', () => {
  const { push, end } = stamper();
  const words = (text: string) => text.replaceAll(/^\S+ /gm, '');
  assert.equal(words(push('10%\r20%\r')), '10%\n');
  assert.equal(words(push('\nwindows\r\n\r\nempty\r')), '20%\nwindows\n\n');
  assert.equal(words(end()), 'empty\n');
});

test('a line that does not end is said in pieces', () => {
  const { push, end } = stamper();
  const text = push('x'.repeat(20_000)) + push(`${'y'.repeat(100)}\n${'z'.repeat(17_000)}\n`) + end();
  const lines = text.trimEnd().split('\n');
  assert.ok(lines.every((line) => line.length <= 8 * 1024 + 25));
  assert.equal(text.replaceAll(/[^xyz]/g, '').length, 37_100);
});

test('a flood without line ends takes no time', () => {
  const lines = createLineStamper(() => new Date(0));
  const chunk = Buffer.alloc(64 * 1024, 'x');
  const startedMs = performance.now();
  let bytes = 0;
  for (let count = 0; count < 160; count++) bytes += lines.push(chunk).length;
  assert.ok(bytes > 10_000_000);
  assert.ok(performance.now() - startedMs < 3000, 'ten megabytes take a moment, not a minute');
});

test('bytes that are no text stay as they are', () => {
  const lines = createLineStamper(() => new Date(0));
  const odd = Buffer.from([0xff, 0xc3, 0x28, 0x00, 0x0a]);
  assert.deepEqual(lines.push(odd).subarray(25), odd);
});
