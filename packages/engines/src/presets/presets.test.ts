import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  checkArgumentType,
  checkArgumentValue,
  joinCommandLine,
  parseTemplate,
  splitCommandLine,
  templatePlaceholders,
} from '@renderonline/domain';
import { enginePresets } from './engine-presets.ts';
import { expandPreset } from './expand-preset.ts';

const blenderFormats = [
  'PNG',
  '.png',
  'JPEG',
  'jpg',
  'BMP',
  'HDR',
  'TIFF',
  'IRIS',
  'RAWTGA',
  'TGA',
  'AVIJPEG',
];
const files = { '@uploaded_file': '/srv/a b/scene', '@output_directory': '/srv/a b/output' };

describe('every preset', () => {
  for (const preset of Object.values(enginePresets)) {
    it(`${preset.name}: its template uses every argument type and nothing else`, () => {
      for (const type of preset.argumentTypes) checkArgumentType(type);
      const names = preset.argumentTypes.map(({ argtypeId }) => argtypeId);
      const used = templatePlaceholders(parseTemplate(preset.renderArgument, new Set(names)));
      const paths = /^ffmpeg-(?:frames|images)$/.test(preset.name)
        ? ['@input_directory', '@input_extension']
        : ['@uploaded_file'];
      assert.deepEqual(used.toSorted(), ['@output_directory', ...paths, ...names].toSorted());
    });

    it(`${preset.name}: fits the columns of the database`, () => {
      assert.ok(preset.renderArgument.length < 16_000);
      for (const { regex } of preset.argumentTypes) assert.ok((regex ?? '').length <= 255);
    });
  }

  it('types that several presets have are the same in all of them', () => {
    const seen = new Map<string, string>();
    for (const type of Object.values(enginePresets).flatMap(({ argumentTypes }) => argumentTypes)) {
      const text = JSON.stringify(type);
      assert.equal(seen.get(type.argtypeId) ?? text, text);
      seen.set(type.argtypeId, text);
    }
  });
});

describe('the Blender preset', () => {
  const typeOf = (name: string) => {
    const type = enginePresets.blender.argumentTypes.find(({ argtypeId }) => argtypeId === name);
    assert.ok(type);
    return type;
  };

  it('takes the output formats of 1.x and their extensions', () => {
    for (const value of [...blenderFormats, 'AVIRAW', 'OPEN_EXR', '.exr', 'webp', '.TIF']) {
      checkArgumentValue(typeOf('output_format'), value);
    }
    for (const value of ['', '.', 'PNG ', 'gif', '..png']) {
      assert.throws(() => {
        checkArgumentValue(typeOf('output_format'), value);
      });
    }
  });

  it('leaves no trace of what was not given, and survives the way to a machine as one string', () => {
    const args = expandPreset(enginePresets.blender, { ...files, start_frame: '1', end_frame: '9' });
    assert.ok(!args.includes('-S'));
    assert.equal(args.at(-1), '--');
    assert.deepEqual(args.slice(0, 4), ['blender', '-b', '-Y', '/srv/a b/scene']);
    assert.deepEqual(splitCommandLine(joinCommandLine(args)), args);
  });
});
