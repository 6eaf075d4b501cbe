"""The demo's surfaces, as node trees that EEVEE and Cycles read alike."""

import bpy


def principled(name, colour, metallic=0.0, roughness=0.5):
    """A plain surface; returns the material and its Principled BSDF for more."""
    material = bpy.data.materials.new(name)
    if material.node_tree is None:
        material.use_nodes = True
    shader = next(node for node in material.node_tree.nodes if node.type == "BSDF_PRINCIPLED")
    shader.inputs["Base Color"].default_value = (*colour, 1.0)
    shader.inputs["Metallic"].default_value = metallic
    shader.inputs["Roughness"].default_value = roughness
    return material, shader


def emission_input(shader):
    """The colour of a Principled's own light: renamed in Blender 4."""
    return shader.inputs.get("Emission Color") or shader.inputs["Emission"]


def glowing(name, colour, strength):
    """A surface that gives light and takes none."""
    material = bpy.data.materials.new(name)
    if material.node_tree is None:
        material.use_nodes = True
    tree = material.node_tree
    tree.nodes.clear()
    emission = tree.nodes.new("ShaderNodeEmission")
    emission.inputs["Color"].default_value = (*colour, 1.0)
    emission.inputs["Strength"].default_value = strength
    output = tree.nodes.new("ShaderNodeOutputMaterial")
    tree.links.new(emission.outputs["Emission"], output.inputs["Surface"])
    return material


def stops(ramp, *wanted):
    """Lays out a colour ramp: pairs of position and RGB."""
    elements = ramp.color_ramp.elements
    while len(elements) < len(wanted):
        elements.new(0.5)
    for element, (position, colour) in zip(elements, wanted):
        element.position = position
        element.color = (*colour, 1.0)


def sun():
    """White-hot where it faces us, orange at its rim."""
    material = glowing("Sun", (1.0, 0.5, 0.18), 6.5)
    tree = material.node_tree
    emission = next(node for node in tree.nodes if node.type == "EMISSION")
    facing = tree.nodes.new("ShaderNodeLayerWeight")
    facing.inputs["Blend"].default_value = 0.35
    ramp = tree.nodes.new("ShaderNodeValToRGB")
    stops(ramp, (0.0, (1.0, 0.66, 0.28)), (0.4, (1.0, 0.38, 0.08)), (0.9, (0.75, 0.09, 0.01)))
    tree.links.new(facing.outputs["Facing"], ramp.inputs["Fac"])
    tree.links.new(ramp.outputs["Color"], emission.inputs["Color"])
    return material


def stone():
    """Columns: dark slate in the troughs, embers where the wave lifts them. How high the wave is
    comes from each column's object colour, so that one material paints them all."""
    material, shader = principled("Stone", (0.02, 0.03, 0.045), 0.0, 0.28)
    tree = material.node_tree
    wave = tree.nodes.new("ShaderNodeObjectInfo")
    paint = tree.nodes.new("ShaderNodeValToRGB")
    stops(paint, (0.0, (0.008, 0.030, 0.060)), (0.5, (0.020, 0.075, 0.105)), (1.0, (0.30, 0.105, 0.04)))
    glow = tree.nodes.new("ShaderNodeValToRGB")
    stops(glow, (0.66, (0.0, 0.0, 0.0)), (0.86, (0.055, 0.010, 0.003)), (1.0, (0.24, 0.055, 0.012)))
    for ramp, target in [(paint, shader.inputs["Base Color"]), (glow, emission_input(shader))]:
        tree.links.new(wave.outputs["Color"], ramp.inputs["Fac"])
        tree.links.new(ramp.outputs["Color"], target)
    shader.inputs["Emission Strength"].default_value = 1.0
    return material
