import { blenderSetupScript } from './blender-setup-script.ts';
import type { EnginePreset } from './engine-preset.ts';
import { frameArguments } from './frame-arguments.ts';

/** As people write them (`PNG`, `.png`, `jpg`); the setup script knows Blender's own names. */
const outputFormats =
  '(?i)\\.?(?:png|jpe?g|bmp|hdr|tiff?|iris|(?:raw)?tga|avijpeg|aviraw|exr|open_exr(?:_multilayer)?|multilayer|webp|jp2|dpx|cineon)';

/** Names of data blocks: at most 63 bytes in Blender, any characters but control characters. */
const blenderName = '[^\\x00-\\x1f\\x7f]{1,63}';

/** What the setup script understands, in a session too. */
export const sceneArguments: readonly string[] = [
  'scene',
  'camera',
  'view_layer',
  'samples',
  'resolution_percentage',
  'output_format',
  'denoise',
];

const positive = '[1-9][0-9]{0,6}';

/**
 * Blender 2.93 and newer, without a display. Scripts inside scenes do not run (`-Y`). The order matters: Blender
 * obeys its options one after another, and what follows `-S` is for that scene.
 */
export const blenderPreset: EnginePreset = {
  name: 'blender',
  adapter: 'blender',
  extension: '.blend',
  renderArgument: [
    'blender -b -Y $RENDERONLINE:@uploaded_file -S $RENDERONLINE:scene?',
    `--python-exit-code 1 --python-expr "${blenderSetupScript}"`,
    '-o $RENDERONLINE:@output_directory/frame_####',
    '-s $RENDERONLINE:start_frame -e $RENDERONLINE:end_frame -a --',
    ...sceneArguments.map((name) => `${name}=$RENDERONLINE:${name}?`),
  ].join(' '),
  argumentTypes: [
    ...frameArguments,
    { argtypeId: 'output_format', type: 'extension', regex: outputFormats },
    { argtypeId: 'samples', type: 'natural', regex: positive },
    { argtypeId: 'resolution_percentage', type: 'natural', regex: '[1-9][0-9]{0,3}' },
    { argtypeId: 'scene', type: 'sentence', regex: blenderName },
    { argtypeId: 'camera', type: 'sentence', regex: blenderName },
    { argtypeId: 'view_layer', type: 'sentence', regex: blenderName },
    { argtypeId: 'denoise', type: 'word', regex: '(?i)scene|off|auto' },
  ],
  executableNames: ['blender'],
};
