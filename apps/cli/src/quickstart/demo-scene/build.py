"""Builds RenderOnline's demo: a small sun inside turning brass rings, over a sea of stone columns.

    blender --background --factory-startup --python build.py -- --output demo.blend [--engine eevee] [--seconds 1.2]

The animation is a seamless loop. Everything is made here from nothing: no file is read, nothing is
fetched. Written for Blender 3.4 to 5.x; what differs between them is asked for, never looked up by
version. Ends with code 1 and one line on stderr when the scene cannot be built.
"""

import argparse
import os
import sys
import traceback

# No __pycache__ next to the program: its folder may be read-only, and it is not ours to litter.
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import bpy  # noqa: E402

import camera  # noqa: E402
import columns  # noqa: E402
import lights  # noqa: E402
import motes  # noqa: E402
import orrery  # noqa: E402
import settings  # noqa: E402
import tuning  # noqa: E402


def arguments():
    own = sys.argv[sys.argv.index("--") + 1 :] if "--" in sys.argv else []
    parser = argparse.ArgumentParser(prog="build.py")
    parser.add_argument("--output", required=True, help="the .blend file to write")
    parser.add_argument("--engine", choices=["eevee", "cycles"], default="eevee")
    parser.add_argument("--frames", type=int, default=48)
    parser.add_argument("--seconds", type=float, help="try the first frame, and use the samples that fit this time a frame")
    return parser.parse_args(own)


def build(wanted):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    settings.apply(scene, wanted.engine, wanted.frames)
    sea = columns.build(scene, wanted.frames)
    sun = orrery.build(scene, wanted.frames)
    motes.build(scene, wanted.frames)
    lights.build(scene, sun)
    camera.build(scene, sun, wanted.frames)
    settings.set_samples(scene, 8)
    scene.frame_set(1)
    print(f"demo scene: {len(sea)} columns, {len(bpy.data.objects)} objects, {wanted.frames} frames")


def main():
    wanted = arguments()
    build(wanted)
    if wanted.seconds:
        tuning.fit(bpy.context.scene, os.path.dirname(os.path.abspath(wanted.output)), wanted.seconds)
    bpy.ops.wm.save_as_mainfile(filepath=os.path.abspath(wanted.output), compress=True)


try:
    main()
except Exception as error:  # Blender itself would print the trace and end with 0.
    traceback.print_exc()
    print(f"demo scene: {error}", file=sys.stderr)
    sys.exit(1)
