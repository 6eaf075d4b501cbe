import type { EnginePreset } from './engine-preset.ts';
import { frameArguments } from './frame-arguments.ts';

/**
 * POV-Ray 3.7 and newer. `last_frame` is the animation's last frame whichever part of it is rendered: the clock
 * runs from 0 to 1 over the whole animation, and the number of digits in file names follows it too. Without it
 * POV-Ray would ignore `+SF` and `+EF` and paint one still picture. A still picture is frame 1 of 1.
 */
export const povrayPreset: EnginePreset = {
  name: 'povray',
  adapter: 'command',
  extension: '.pov',
  renderArgument: [
    'povray +I$RENDERONLINE:@uploaded_file +O$RENDERONLINE:@output_directory/frame_ +FN -D +V -P',
    '+W$RENDERONLINE:width? +H$RENDERONLINE:height? +A$RENDERONLINE:antialias_threshold? +Q$RENDERONLINE:quality?',
    '+KI0.0 +KF1.0 +KFI$RENDERONLINE:first_frame? +KFF$RENDERONLINE:last_frame',
    '+SF$RENDERONLINE:start_frame +EF$RENDERONLINE:end_frame',
  ].join(' '),
  argumentTypes: [
    ...frameArguments,
    { argtypeId: 'first_frame', type: 'natural', regex: null },
    { argtypeId: 'last_frame', type: 'natural', regex: '[1-9][0-9]{0,6}' },
    { argtypeId: 'width', type: 'natural', regex: '[1-9][0-9]{0,4}' },
    { argtypeId: 'height', type: 'natural', regex: '[1-9][0-9]{0,4}' },
    { argtypeId: 'antialias_threshold', type: 'real', regex: '[0-9]+(?:\\.[0-9]+)?' },
    { argtypeId: 'quality', type: 'natural', regex: '[0-9]|1[01]' },
  ],
  executableNames: ['povray', 'pvengine64', 'pvengine'],
};
