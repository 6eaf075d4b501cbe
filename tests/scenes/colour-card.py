"""Builds the scene whose pictures the end-to-end tests compare: a card of four colours, a bright lamp and nothing
behind it on the right, 161 by 91 pixels, and a bar that is further down in each frame.

Usage: blender -b --factory-startup --python colour-card.py -- SCENE.blend FRAMES
"""

import sys

import bpy

path, frames = sys.argv[sys.argv.index("--") + 1 :]
bpy.ops.wm.read_factory_settings(use_empty=True)
scene = bpy.context.scene
scene.frame_start, scene.frame_end = 1, int(frames)


def plane(name, colour, strength, left, top, width, height, distance=0.0):
    """A shining rectangle, by its share of a picture that is 16 wide and 9 high."""
    bpy.ops.mesh.primitive_plane_add(
        size=1, location=(left + width / 2 - 8, 4.5 - top - height / 2, distance)
    )
    card = bpy.context.object
    card.name, card.scale = name, (width, height, 1)
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    nodes = material.node_tree.nodes
    nodes.clear()
    emission = nodes.new("ShaderNodeEmission")
    emission.inputs["Color"].default_value = (*colour, 1)
    emission.inputs["Strength"].default_value = strength
    output = nodes.new("ShaderNodeOutputMaterial")
    material.node_tree.links.new(emission.outputs[0], output.inputs[0])
    card.data.materials.append(material)
    return card


plane("top left", (0.6, 0.05, 0.05), 1, 0, 0, 6, 4.5)
plane("top", (0.05, 0.4, 0.05), 1, 6, 0, 6, 4.5)
plane("bottom left", (0.05, 0.08, 0.6), 1, 0, 4.5, 6, 4.5)
plane("bottom", (0.18, 0.18, 0.18), 1, 6, 4.5, 6, 4.5)
plane("lamp", (1, 0.9, 0.7), 12, 7, 5.5, 2, 2, 0.1)
bar = plane("bar", (0.7, 0.7, 0.1), 1, 10, 0, 1.5, 0.5, 0.2)
for frame, y in ((1, 4.25), (int(frames), -4.25)):
    bar.location.y = y
    bar.keyframe_insert("location", index=1, frame=frame)
for curve in bar.animation_data.action.fcurves:
    for point in curve.keyframe_points:
        point.interpolation = "LINEAR"

camera = bpy.data.cameras.new("camera")
camera.type, camera.ortho_scale = "ORTHO", 16
scene.camera = bpy.data.objects.new("camera", camera)
scene.camera.location.z = 5
scene.collection.objects.link(scene.camera)

scene.render.engine = "CYCLES"
scene.cycles.device = "CPU"
scene.cycles.samples = 4
scene.cycles.use_denoising = False
scene.render.film_transparent = True
scene.render.image_settings.color_mode = "RGBA"
scene.render.resolution_x, scene.render.resolution_y = 161, 91
scene.render.resolution_percentage = 100
# EXR holds light and knows no view: a frame of one format is to look like those of the others.
scene.view_settings.view_transform = "Standard"
bpy.ops.wm.save_as_mainfile(filepath=path)
