"""Makes a scene in which nearly everything moves that persistent data could get wrong: `-- path engine [denoised] [markers]`."""

import sys

import bpy

path, engine, *options = sys.argv[sys.argv.index("--") + 1 :]
scene = bpy.context.scene
try:
    scene.render.engine = engine
except TypeError:
    # From 4.2 to 4.5 Eevee has another name.
    scene.render.engine = engine + "_NEXT"
scene.render.resolution_x, scene.render.resolution_y = 96, 54
scene.render.resolution_percentage = 100
scene.render.use_stamp = False
scene.cycles.samples = 4
scene.cycles.use_denoising = "denoised" in options
scene.eevee.taa_render_samples = 4


def key(owner, name, *values):
    for frame, value in zip((1, 4), values):
        setattr(owner, name, value)
        owner.keyframe_insert(name, frame=frame)


def material(name, first, second):
    made = bpy.data.materials.new(name)
    made.use_nodes = True
    color = made.node_tree.nodes["Principled BSDF"].inputs["Base Color"]
    key(color, "default_value", first, second)
    return made


cube = bpy.data.objects["Cube"]
key(cube, "location", (0, 0, 0), (1, 1, 0.5))
key(cube, "rotation_euler", (0, 0, 0), (1, 2, 3))
cube.data.materials.clear()
cube.data.materials.append(material("moving colour", (1, 0, 0, 1), (0, 0, 1, 1)))
cube.modifiers.new("round", "SUBSURF").render_levels = 2

bpy.ops.mesh.primitive_grid_add(size=6, location=(0, 0, -1), x_subdivisions=12, y_subdivisions=12)
ground = bpy.context.object
ground.shape_key_add(name="Basis")
bump = ground.shape_key_add(name="Bump")
for point in bump.data:
    point.co.z += 0.4 * ((int(point.co.x * 7) + int(point.co.y * 5)) % 3)
key(bump, "value", 0.0, 1.0)

bpy.ops.mesh.primitive_cylinder_add(radius=0.3, depth=3, location=(2, -1, 0), vertices=12)
limb = bpy.context.object
bend = limb.modifiers.new("bend", "SIMPLE_DEFORM")
bend.deform_method = "TWIST"
key(bend, "angle", 0.0, 2.0)

bpy.ops.object.text_add(location=(-2, -2, 1))
text = bpy.context.object
text.data.body = "frames"
text.data.extrude = 0.1
driver = text.driver_add("location", 2).driver
driver.expression = "frame * 0.2"

light = bpy.data.objects["Light"]
key(light.data, "energy", 200.0, 1500.0)
camera = bpy.data.objects["Camera"]
key(camera, "location", tuple(camera.location), (6, -7, 4))
key(camera.data, "lens", 50.0, 35.0)
background = scene.world.node_tree.nodes["Background"].inputs["Color"]
key(background, "default_value", (0.05, 0.05, 0.05, 1), (0.4, 0.2, 0.1, 1))

if "markers" in options:
    other = camera.copy()
    other.animation_data_clear()
    other.location = (-5, -6, 3)
    other.rotation_euler = (1.2, 0, -0.7)
    scene.collection.objects.link(other)
    for frame, item in ((1, camera), (3, other)):
        scene.timeline_markers.new(item.name, frame=frame).camera = item
bpy.ops.wm.save_as_mainfile(filepath=path)
