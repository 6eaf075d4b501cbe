"""Builds the scene that goes the whole way in a browser: a card whose four colours come from a picture beside the scene, by a
relative path, 96 by 54 pixels, and a bar that is further down in each frame.

Usage: blender -b --factory-startup --python textured-card.py -- FOLDER FRAMES SAMPLES
"""

import os
import sys

import bpy

folder, frames, samples = sys.argv[sys.argv.index("--") + 1 :]
bpy.ops.wm.read_factory_settings(use_empty=True)
scene = bpy.context.scene
bpy.context.preferences.filepaths.save_version = 0
scene.frame_start, scene.frame_end = 1, int(frames)
path = os.path.join(folder, "card.blend")
texture = os.path.join(folder, "textures", "card.png")
os.makedirs(os.path.dirname(texture))

size = 64
# From the lower left on, as Blender counts.
colours = {
    (0, 0): (0.05, 0.1, 0.6),
    (1, 0): (0.6, 0.5, 0.05),
    (0, 1): (0.6, 0.05, 0.05),
    (1, 1): (0.05, 0.4, 0.05),
}
image = bpy.data.images.new("card", size, size)
image.pixels = [
    value
    for y in range(size)
    for x in range(size)
    for value in (*colours[(x * 2 // size, y * 2 // size)], 1)
]
image.filepath_raw, image.file_format = texture, "PNG"
image.save()
# Nothing of it may stay in the scene: the file alone has it.
bpy.data.images.remove(image)
bpy.ops.wm.save_as_mainfile(filepath=path)
image = bpy.data.images.load("//textures/card.png")


def plane(name, width, height, distance, colour):
    """A shining rectangle in the middle; colour() says what it shines."""
    bpy.ops.mesh.primitive_plane_add(size=1, location=(0, 0, distance))
    card = bpy.context.object
    card.name, card.scale = name, (width, height, 1)
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    tree = material.node_tree
    tree.nodes.clear()
    emission = tree.nodes.new("ShaderNodeEmission")
    output = tree.nodes.new("ShaderNodeOutputMaterial")
    tree.links.new(emission.outputs[0], output.inputs[0])
    colour(tree, emission.inputs["Color"])
    card.data.materials.append(material)
    return card


def from_picture(tree, socket):
    node = tree.nodes.new("ShaderNodeTexImage")
    node.image, node.interpolation = image, "Closest"
    tree.links.new(node.outputs["Color"], socket)


def grey(_, socket):
    socket.default_value = (0.1, 0.1, 0.1, 1)


plane("card", 16, 9, 0, from_picture)
bar = plane("bar", 2, 0.5, 0.2, grey)
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
scene.cycles.samples = int(samples)
scene.cycles.use_denoising = False
scene.cycles.use_adaptive_sampling = False
scene.render.image_settings.file_format = "PNG"
scene.render.resolution_x, scene.render.resolution_y = 96, 54
scene.render.resolution_percentage = 100
scene.view_settings.view_transform = "Standard"
bpy.ops.wm.save_as_mainfile(filepath=path)
