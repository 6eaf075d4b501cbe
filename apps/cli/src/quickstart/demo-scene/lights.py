"""A warm heart, a cold evening sky, and a moon behind that draws edges."""

import bpy
import mathutils

import materials


def lamp(scene, name, kind, location, colour, energy, **more):
    data = bpy.data.lights.new(name, kind)
    data.color = colour
    data.energy = energy
    for key, value in more.items():
        if hasattr(data, key):
            setattr(data, key, value)
    thing = bpy.data.objects.new(name, data)
    thing.location = location
    scene.collection.objects.link(thing)
    return thing


def aim(thing, target):
    way = mathutils.Vector(target) - thing.location
    thing.rotation_euler = way.to_track_quat("-Z", "Y").to_euler()


def sky(scene):
    """A gradient from a warm horizon to deep blue overhead."""
    world = bpy.data.worlds.new("Evening")
    scene.world = world
    if world.node_tree is None:
        world.use_nodes = True
    tree = world.node_tree
    tree.nodes.clear()
    direction = tree.nodes.new("ShaderNodeTexCoord")
    split = tree.nodes.new("ShaderNodeSeparateXYZ")
    height = tree.nodes.new("ShaderNodeMapRange")
    height.inputs["From Min"].default_value = -0.35
    height.inputs["From Max"].default_value = 0.75
    ramp = tree.nodes.new("ShaderNodeValToRGB")
    materials.stops(
        ramp,
        (0.0, (0.02, 0.02, 0.035)),
        (0.16, (0.62, 0.19, 0.08)),
        (0.27, (0.21, 0.070, 0.085)),
        (0.37, (0.036, 0.034, 0.085)),
        (1.0, (0.006, 0.016, 0.05)),
    )
    background = tree.nodes.new("ShaderNodeBackground")
    background.inputs["Strength"].default_value = 1.0
    output = tree.nodes.new("ShaderNodeOutputWorld")
    tree.links.new(direction.outputs["Generated"], split.inputs["Vector"])
    tree.links.new(split.outputs["Z"], height.inputs["Value"])
    tree.links.new(height.outputs["Result"], ramp.inputs["Fac"])
    tree.links.new(ramp.outputs["Color"], background.inputs["Color"])
    tree.links.new(background.outputs["Background"], output.inputs["Surface"])


def build(scene, sun):
    sky(scene)
    glow = lamp(
        scene, "Sunlight", "POINT", (0, 0, 0), (1.0, 0.55, 0.24), 900, shadow_soft_size=0.46, shadow_buffer_bias=0.02
    )
    glow.parent = sun
    moon = lamp(scene, "Moon", "SUN", (-6, 9, 7), (0.45, 0.62, 1.0), 1.1, angle=0.05)
    aim(moon, (0, 0, 0))
    fill = lamp(scene, "Fill", "AREA", (7, -6, 6), (0.30, 0.55, 0.85), 260, size=6.0, use_shadow=False)
    aim(fill, (0, 0, 1))
