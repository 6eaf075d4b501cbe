import type { EnginePreset } from './engine-preset.ts';
import { frameArguments } from './frame-arguments.ts';

/**
 * ffmpeg, writing the frames of another task in another format. As a step it takes `000001.png` and so on; `first_frame` says
 * which number the first of them has, so that frames keep theirs. EXR holds linear light, which becomes sRGB. ffmpeg
 * calculates where its options take numbers.
 */
export const ffmpegImagesPreset: EnginePreset = {
  name: 'ffmpeg-images',
  adapter: 'command',
  extension: '.png',
  renderArgument: [
    'ffmpeg -hide_banner -nostdin -y -progress pipe:1 -nostats',
    '-protocol_whitelist file -f image2 -start_number $RENDERONLINE:start_frame+1-$RENDERONLINE:first_frame',
    '-apply_trc iec61966_2_1',
    '-i $RENDERONLINE:@input_directory/%06d$RENDERONLINE:@input_extension',
    '-vf trim=end_frame=$RENDERONLINE:end_frame+1-$RENDERONLINE:start_frame -q:v $RENDERONLINE:image_quality?',
    '-f image2 -start_number $RENDERONLINE:start_frame',
    '$RENDERONLINE:@output_directory/frame_%06d$RENDERONLINE:image_extension',
  ].join(' '),
  argumentTypes: [
    ...frameArguments,
    { argtypeId: 'first_frame', type: 'natural', regex: null },
    { argtypeId: 'image_extension', type: 'extension', regex: '\\.(?:png|jpg|tif|bmp)' },
    { argtypeId: 'image_quality', type: 'natural', regex: '[1-9]|[12][0-9]|3[01]' },
  ],
  executableNames: ['ffmpeg'],
};
