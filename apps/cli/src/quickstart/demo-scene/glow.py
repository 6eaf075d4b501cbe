"""A soft glow around what is bright, for engines that have none of their own (EEVEE lost its bloom in 4.2)."""

import bpy


def add(scene):
    """Adds a glare node between the rendered layers and the picture. A Blender that builds its
    compositor differently goes without: the glow is an ornament."""
    try:
        _build(scene)
    except Exception as error:
        remove(scene)
        print(f"demo scene: no glow here ({error})")


def remove(scene):
    """Takes the glow out again; tells whether there was one."""
    had = scene.render.use_compositing
    scene.render.use_compositing = False
    return had


def _build(scene):
    tree, output, picture = _tree_of(scene)
    layers = tree.nodes.new("CompositorNodeRLayers")
    glare = tree.nodes.new("CompositorNodeGlare")
    _adjust(glare)
    tree.links.new(layers.outputs["Image"], glare.inputs["Image"])
    tree.links.new(glare.outputs["Image"], output.inputs[picture])
    scene.render.use_compositing = True


def _adjust(glare):
    """What were properties of the node became inputs of it, one version after another."""
    properties = {"glare_type": "FOG_GLOW", "quality": "MEDIUM", "threshold": 1.0, "size": 7, "mix": -0.6}
    for name, value in properties.items():
        if hasattr(glare, name):
            setattr(glare, name, value)
    for name, value in {"Type": "Fog Glow", "Threshold": 1.0, "Strength": 0.35}.items():
        if name in glare.inputs:
            glare.inputs[name].default_value = value


def _tree_of(scene):
    """The scene's compositor, empty, and its way out: a group of its own since Blender 5."""
    if hasattr(scene, "compositing_node_group"):
        tree = bpy.data.node_groups.new("Glow", "CompositorNodeTree")
        scene.compositing_node_group = tree
        tree.interface.new_socket(name="Image", in_out="OUTPUT", socket_type="NodeSocketColor")
        return tree, tree.nodes.new("NodeGroupOutput"), "Image"
    scene.use_nodes = True
    tree = scene.node_tree
    tree.nodes.clear()
    return tree, tree.nodes.new("CompositorNodeComposite"), "Image"
