import type { EnginePreset } from './engine-preset.ts';
import { videoArguments } from './video-arguments.ts';

/**
 * ffmpeg, converting one video. The input may only be what its extension says and may only read files: a
 * playlist disguised as a video could otherwise make the machine fetch addresses of its own network.
 */
export const ffmpegPreset: EnginePreset = {
  name: 'ffmpeg',
  adapter: 'command',
  extension: '.mp4',
  renderArgument: [
    'ffmpeg -hide_banner -nostdin -y -progress pipe:1 -nostats',
    '-protocol_whitelist file -f mp4 -i $RENDERONLINE:@uploaded_file',
    '-c:v $RENDERONLINE:video_codec? -crf $RENDERONLINE:video_quality? -preset $RENDERONLINE:encoder_preset?',
    '-s $RENDERONLINE:frame_size? -r $RENDERONLINE:frame_rate? -c:a $RENDERONLINE:audio_codec?',
    '$RENDERONLINE:@output_directory/output$RENDERONLINE:video_extension',
  ].join(' '),
  argumentTypes: [
    ...videoArguments,
    { argtypeId: 'encoder_preset', type: 'word', regex: '[a-z]{1,16}' },
    { argtypeId: 'frame_size', type: 'word', regex: '[1-9][0-9]{0,4}x[1-9][0-9]{0,4}' },
    { argtypeId: 'audio_codec', type: 'word', regex: '[a-z0-9][a-z0-9_-]{0,31}' },
  ],
  executableNames: ['ffmpeg'],
};
