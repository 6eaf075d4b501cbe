"""Makes a scene with one of everything that a look at it should find: `-- path`."""

import sys

import bpy

path = sys.argv[sys.argv.index("--") + 1]
scene = bpy.context.scene
scene.render.engine = "CYCLES"
scene.render.resolution_x, scene.render.resolution_y = 32, 18
scene.render.resolution_percentage = 100
scene.cycles.samples = 1
scene.cycles.use_denoising = False
scene.cycles.device = "GPU"


def texture(name, file):
    image = bpy.data.images.new(name, 4, 4)
    image.source = "FILE"
    image.filepath = file
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    material.node_tree.nodes.new("ShaderNodeTexImage").image = image
    bpy.data.objects["Cube"].data.materials.append(material)


texture("wood", "//textures/wood.png")
texture("here", bpy.app.binary_path)
bpy.data.images.new("unused", 4, 4).filepath = "//unused.png"
volume = bpy.data.volumes.new("smoke")
volume.filepath = "//smoke.vdb"
scene.collection.objects.link(bpy.data.objects.new("smoke", volume))
bpy.data.objects["Cube"].modifiers.new("cloth", "CLOTH")
text = bpy.data.texts.new("rig.py")
text.use_module = True
text.write("import bpy, os\nopen(os.path.join(os.path.dirname(bpy.data.filepath), 'script-ran'), 'w').close()\n")
if hasattr(scene, "compositing_node_group"):
    tree = bpy.data.node_groups.new("compositor", "CompositorNodeTree")
    scene.compositing_node_group = tree
else:
    scene.use_nodes = True
    tree = scene.node_tree
layers = tree.nodes.get("Render Layers") or tree.nodes.new("CompositorNodeRLayers")
tree.nodes.new("CompositorNodeDenoise")
output = tree.nodes.new("CompositorNodeOutputFile")
if hasattr(output, "file_output_items"):
    output.directory, output.file_name = "//elsewhere/", "../"
    output.format.media_type = "IMAGE"
    output.file_output_items.new("RGBA", "beauty_")
else:
    output.base_path = "//elsewhere/"
    output.file_slots[0].path = "../beauty_"
tree.links.new(layers.outputs["Image"], output.inputs[0])
bpy.ops.wm.save_as_mainfile(filepath=path)
