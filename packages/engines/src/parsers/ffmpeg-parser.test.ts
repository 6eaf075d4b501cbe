import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFfmpegParser } from './ffmpeg-parser.ts';
import { eventsOf, fractionsOf, recordedOutput, summaryOf } from './recorded-output.ts';

const wholeOutput = [Number.POSITIVE_INFINITY];

describe('the ffmpeg parser', () => {
  it('reads a conversion: how far it is, and the file that it wrote', () => {
    const text = recordedOutput('ffmpeg-5.1/convert');
    const events = eventsOf(createFfmpegParser(), text, wholeOutput);
    assert.deepEqual(summaryOf(events), ['written - out/x.mp4']);
    assert.deepEqual(fractionsOf(events, null), [0, 1_875_081 / 2_000_000, 1]);
    assert.deepEqual(eventsOf(createFfmpegParser(), text, [1, 2, 3]), events);
  });

  it('reads errors', () => {
    const missing = eventsOf(createFfmpegParser(), recordedOutput('ffmpeg-5.1/missing-file'), wholeOutput);
    assert.deepEqual(summaryOf(missing), ['error nope.mp4: No such file or directory']);
    const bad = eventsOf(createFfmpegParser(), recordedOutput('ffmpeg-5.1/not-a-video'), wholeOutput);
    assert.deepEqual(summaryOf(bad), ['error bad.blend: Invalid data found when processing input']);
  });
});
