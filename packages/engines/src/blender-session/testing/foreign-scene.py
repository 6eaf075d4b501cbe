"""
Makes a project in a folder, whose scene names its files by where they were on other computers: `-- path`.

Panels from left to right: wood (red, named as on Windows), floor (green, as on Linux), one of a linked library that has
its own texture (blue), and one that only its cache brings into view (red again). Behind them one whose texture the
project does not have.
"""

import os
import struct
import sys

import bpy

path = sys.argv[sys.argv.index("--") + 1]
folder = os.path.dirname(path)
RED, GREEN, BLUE, GREY = (1, 0, 0, 1), (0, 1, 0, 1), (0, 0, 1, 1), (0.5, 0.5, 0.5, 1)


def picture(name, color):
    file = os.path.join(folder, name)
    os.makedirs(os.path.dirname(file), exist_ok=True)
    image = bpy.data.images.new("made", 4, 4)
    image.pixels = color * 16
    image.filepath_raw, image.file_format = file, "PNG"
    image.save()
    bpy.data.images.remove(image)


def panel(name, x, color_name, file):
    bpy.ops.mesh.primitive_plane_add(size=2, location=(x, 0, 0))
    item = bpy.context.object
    item.name = name
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    nodes.clear()
    texture, emission, output = (
        nodes.new("ShaderNode" + kind) for kind in ("TexImage", "Emission", "OutputMaterial")
    )
    image = bpy.data.images.new(color_name, 4, 4)
    image.source, image.filepath = "FILE", file
    texture.image = image
    links.new(texture.outputs["Color"], emission.inputs["Color"])
    links.new(emission.outputs["Emission"], output.inputs["Surface"])
    item.data.materials.append(material)
    return item


def cache(name, corners):
    """A point cache of one sample, as other programs write them."""
    file = os.path.join(folder, name)
    os.makedirs(os.path.dirname(file), exist_ok=True)
    with open(file, "wb") as out:
        out.write(struct.pack("<12siiffi", b"POINTCACHE2\0", 1, len(corners), 0, 1, 1))
        for corner in corners:
            out.write(struct.pack("<3f", *corner))


def empty_scene():
    bpy.ops.wm.read_factory_settings(use_empty=True)


picture("textures/wood.png", RED)
picture("old/wood.png", GREY)
picture("textures/Floor.png", GREEN)
picture("lib/maps/sky.png", BLUE)
empty_scene()
panel("right", 1, "sky", "D:\\library\\maps\\SKY.PNG")
bpy.ops.wm.save_as_mainfile(filepath=os.path.join(folder, "lib", "set.blend"), relative_remap=False)
empty_scene()
panel("left", -3, "wood", "C:\\proj\\textures\\wood.png")
panel("middle", -1, "floor", "/home/ann/proj/textures/Floor.png")
cached = panel("cached", 3, "wood", "C:\\proj\\textures\\wood.png")
corners = [tuple(vertex.co) for vertex in cached.data.vertices]
cache("cache/panel.pc2", corners)
for vertex in cached.data.vertices:
    vertex.co.y += 100
modifier = cached.modifiers.new("cache", "MESH_CACHE")
modifier.cache_format, modifier.filepath = "PC2", "E:\\baked\\cache\\panel.pc2"
panel("behind", 0, "lost", "C:\\proj\\textures\\lost.png").location.z = -1
with bpy.data.libraries.load(os.path.join(folder, "lib", "set.blend"), link=True) as (_, wanted):
    wanted.objects = ["right"]
scene = bpy.context.scene
scene.collection.objects.link(bpy.data.objects["right"])
bpy.data.libraries[0].filepath = "Z:\\elsewhere\\lib\\set.blend"
camera = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
camera.location, camera.data.type, camera.data.ortho_scale = (0, 0, 5), "ORTHO", 8
scene.collection.objects.link(camera)
scene.camera = camera
scene.render.engine = "CYCLES"
scene.cycles.samples = 1
scene.cycles.use_denoising = False
scene.render.resolution_x, scene.render.resolution_y = 40, 10
scene.render.resolution_percentage = 100
scene.render.image_settings.file_format = "PNG"
scene.view_settings.view_transform = "Standard"
bpy.ops.wm.save_as_mainfile(filepath=path, relative_remap=False)
