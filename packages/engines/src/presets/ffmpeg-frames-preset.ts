import type { EnginePreset } from './engine-preset.ts';
import { videoArguments } from './video-arguments.ts';

/**
 * ffmpeg, making a video of the frames of another task: a step takes these as `000001.png` and so on, whatever they
 * were called. MP4 gets H.264, WebM gets VP9, both for every player: 4:2:0, Rec. 709, sides rounded up to even. EXR
 * holds linear light, which is shown as sRGB; of other formats ffmpeg says that it has no use for that.
 */
export const ffmpegFramesPreset: EnginePreset = {
  name: 'ffmpeg-frames',
  adapter: 'command',
  extension: '.png',
  renderArgument: [
    'ffmpeg -hide_banner -nostdin -y -progress pipe:1 -nostats',
    '-protocol_whitelist file -f image2 -framerate $RENDERONLINE:frame_rate -start_number 1',
    '-apply_trc iec61966_2_1',
    '-i $RENDERONLINE:@input_directory/%06d$RENDERONLINE:@input_extension',
    '-vf pad=ceil(iw/2)*2:ceil(ih/2)*2,scale=out_color_matrix=bt709:out_range=tv,format=yuv420p',
    '-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv',
    '-c:v $RENDERONLINE:video_codec? -crf $RENDERONLINE:video_quality -b:v 0 -movflags +faststart',
    '$RENDERONLINE:@output_directory/video$RENDERONLINE:video_extension',
  ].join(' '),
  argumentTypes: videoArguments,
  executableNames: ['ffmpeg'],
};
