import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { recordedOutput } from '../parsers/recorded-output.ts';
import { findingInLine } from './engine-finding.ts';
import { createFrameProgress } from './frame-progress.ts';
import { parseSessionEvent } from './session-event.ts';
import { failureOfExit, failureOfFrame } from './session-failure.ts';

const linesOf = (name: string) => recordedOutput(name).split('\n');

describe('the output of a session', () => {
  it('tells how far a frame is, and the clock does in between', () => {
    const progress = createFrameProgress(2);
    assert.equal(progress.fractionAt(0), 0);
    const lines = linesOf('blender-3.4/session-cycles');
    const first = lines.findIndex((line) => line.includes('Remaining:'));
    for (const line of lines.slice(0, first + 1)) progress.read(line, 1000);
    assert.equal(progress.note, 'Sample 1/200');
    assert.equal(progress.fractionAt(1000), 1 / 200);
    // 18.96 s remain, it said.
    assert.equal(progress.fractionAt(1000 + 9480), 0.5);
    assert.equal(progress.fractionAt(1000 + 60_000), 0.99, 'an estimate is never the end');
    for (const line of lines.slice(first + 1)) progress.read(line, 30_000);
    assert.equal(progress.fractionAt(30_000), 1);
  });

  it('does not mistake another frame for this one', () => {
    const progress = createFrameProgress(1);
    const [first = ''] = linesOf('blender-3.4/session-cycles').filter((line) =>
      line.includes('Sample 200/200'),
    );
    progress.read(first, 0);
    assert.deepEqual([progress.fractionAt(0), progress.note], [0, null]);
  });

  it('understands what later versions give their handlers, which does not name the frame', () => {
    const progress = createFrameProgress(7);
    progress.read('Mem: 9M | Remaining: 00:10.00 | Scene, ViewLayer | Sample 32/128', 0);
    assert.equal(progress.fractionAt(0), 0.25);
    assert.equal(progress.note, 'Sample 32/128');
  });

  for (const version of ['4.2', '5.0']) {
    it(`reads what a session of ${version} says`, () => {
      const events = linesOf(`blender-${version}/session-events`)
        .filter((line) => line !== '')
        .map((line) => parseSessionEvent(JSON.parse(line)));
      assert.equal(events[0]?.kind, 'ready');
      assert.equal(events.at(-1)?.kind, 'done');
      assert.ok(!events.includes(undefined));
      const progress = createFrameProgress(1);
      for (const event of events) if (event?.kind === 'stats') progress.read(event.text, 0);
      assert.deepEqual([progress.fractionAt(0), progress.note], [1, 'Finished']);
    });
  }

  it('does not take a line of the log for what Blender is doing', () => {
    const progress = createFrameProgress(1);
    for (const line of linesOf('blender-5.0/cycles')) progress.read(line, 0);
    assert.equal(progress.note?.includes('Saved') ?? false, false);
  });

  it('tells of an engine that this Blender does not have', () => {
    const findings = linesOf('blender-3.4/session-unknown-engine').flatMap(
      (line) => findingInLine(line) ?? [],
    );
    assert.deepEqual(
      findings.map(({ code, severity, isMachineDependent }) => [code, severity, isMachineDependent]),
      [['engine-unknown', 'error', true]],
    );
    assert.match(findings[0]?.message ?? '', /FANCY_ENGINE/);
    const library = findingInLine("Warning: Cannot find lib '/tmp/a b.blend'");
    assert.equal(library?.code, 'library-missing');
  });

  const ends: [name: string, cause: string, message: RegExp][] = [
    ['missing-file', 'missing-file', /Cannot read file/],
    ['not-a-scene', 'scene-invalid', /exit code 1/],
  ];
  for (const [name, cause, message] of ends) {
    it(`tells why Blender ended: ${name}`, () => {
      const exit = { code: 1, signal: null, message: null };
      const failure = failureOfExit(exit, linesOf(`blender-3.4/${name}`));
      assert.equal(failure.cause, cause);
      assert.match(failure.message, message);
    });
  }

  it('sorts what the render operator raises', () => {
    const denoiser = failureOfFrame('Error: Build without OpenImageDenoiser\n');
    assert.deepEqual(denoiser, { cause: 'feature-missing', message: 'Build without OpenImageDenoiser' });
    assert.equal(failureOfFrame('Error: Cannot render, no camera').cause, 'scene-invalid');
  });
});

describe('a message of a session', () => {
  it('is taken as it is meant', () => {
    const done = { kind: 'done', id: 3, files: ['/a'], renderMs: 12.5, memoryMb: 99.6, peakMemoryMb: null };
    assert.deepEqual(parseSessionEvent(done), { ...done, memoryMb: 100 });
    const error = { severity: 'error', code: 'x', message: 'y', cause: 'nonsense', isMachineDependent: 1 };
    const ready = parseSessionEvent({ kind: 'ready', version: '5.0.1', findings: [error] });
    assert.ok(ready?.kind === 'ready');
    const finding = { severity: 'error', code: 'x', message: 'y', cause: 'scene-invalid' };
    assert.deepEqual(ready.findings, [{ ...finding, isMachineDependent: false }]);
  });

  it('is refused when it is anything else, whatever it is', () => {
    for (const message of [null, 7, [], {}, { kind: 'done', id: 1 }, { kind: 'ready', findings: [null] }])
      assert.equal(parseSessionEvent(message), undefined);
    fc.assert(fc.property(fc.jsonValue(), (message) => void parseSessionEvent(message)));
  });
});
