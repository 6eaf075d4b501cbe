"""Builds the small scene that the end-to-end tests render: a cube that turns, 96 by 54 pixels.

Usage: blender -b --factory-startup --python turning-cube.py -- SCENE.blend FRAMES [SAMPLES]

With SAMPLES it is a Cycles scene, slow enough that a test has time to kill something.
"""

import math
import sys

import bpy

path, frames, *rest = sys.argv[sys.argv.index("--") + 1 :]
scene = bpy.context.scene
scene.frame_start, scene.frame_end = 1, int(frames)
scene.render.engine = "BLENDER_WORKBENCH"
scene.render.resolution_x, scene.render.resolution_y = 96, 54
scene.render.resolution_percentage = 100
scene.render.image_settings.file_format = "PNG"
scene.render.filepath = "//frame_"

cube = bpy.data.objects["Cube"]
cube.keyframe_insert("rotation_euler", frame=1)
cube.rotation_euler.z = math.radians(300)
cube.keyframe_insert("rotation_euler", frame=int(frames))

if rest:
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.cycles.use_denoising = False
    scene.cycles.use_adaptive_sampling = False
    scene.cycles.samples = int(rest[0])

bpy.ops.wm.save_as_mainfile(filepath=path)
