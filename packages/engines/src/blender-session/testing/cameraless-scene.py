"""Makes a scene with a camera that is not its active one: `-- path [composited | hidden]`."""

import sys

import bpy

path, *how = sys.argv[sys.argv.index("--") + 1 :]
scene = bpy.context.scene
scene.render.engine = "BLENDER_WORKBENCH"
scene.render.resolution_x, scene.render.resolution_y = 32, 18
camera, scene.camera = scene.camera, None
if "hidden" in how:
    # Blender passes over it, which it finds out when it renders.
    scene.timeline_markers.new("cut", frame=1).camera = camera
    camera.hide_render = True
if "composited" in how:
    if hasattr(scene, "compositing_node_group"):
        tree = bpy.data.node_groups.new("compositor", "CompositorNodeTree")
        tree.interface.new_socket("Image", in_out="OUTPUT", socket_type="NodeSocketColor")
        scene.compositing_node_group = tree
        output = tree.nodes.new("NodeGroupOutput")
    else:
        scene.use_nodes = True
        tree = scene.node_tree
        tree.nodes.clear()
        output = tree.nodes.new("CompositorNodeComposite")
    image = bpy.data.images.new("picture", 32, 18)
    image.generated_type = "COLOR_GRID"
    node = tree.nodes.new("CompositorNodeImage")
    node.image = image
    tree.links.new(node.outputs["Image"], output.inputs[0])
bpy.ops.wm.save_as_mainfile(filepath=path)
