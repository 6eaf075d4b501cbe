import assert from 'node:assert/strict';
import { it } from 'node:test';
import { outputParserFor } from './output-parser-for.ts';

const blenderLine = 'Fra:3 Mem:1M | Sample 1/2\n';

it('chooses the parser by the name of the engine or its executable', () => {
  for (const name of [
    'blender',
    'Blender-4.2',
    '/opt/blender-4.2/blender',
    'C:\\Blender\\blender.exe',
    'mock',
  ]) {
    assert.equal(outputParserFor(name).push(blenderLine).length, 2, name);
  }
  assert.equal(outputParserFor('povray').push('Rendered 1 of 2 pixels\n').length, 1);
  assert.equal(outputParserFor('pvengine64.exe').push('Rendered 1 of 2 pixels\n').length, 1);
  assert.equal(outputParserFor('/usr/bin/ffmpeg').push('progress=end\n').length, 1);
});

it('goes on to the next name when one says nothing', () => {
  assert.equal(outputParserFor('shots', '/usr/bin/blender').push(blenderLine).length, 2);
});

it('finds nothing in the output of an unknown renderer', () => {
  const parser = outputParserFor('rib', '/usr/bin/prman');
  assert.deepEqual([...parser.push(blenderLine), ...parser.end()], []);
});
