"""The sun, the brass rings that turn about it, and the pearls that run around it."""

import math

import bpy

import materials

CENTRE = (0.0, 0.0, 2.15)


def sphere(name, radius, rings=24, segments=40):
    vertices, faces = [(0, 0, radius)], []
    for ring in range(1, rings):
        polar = math.pi * ring / rings
        for segment in range(segments):
            turn = 2 * math.pi * segment / segments
            vertices.append(
                (
                    radius * math.sin(polar) * math.cos(turn),
                    radius * math.sin(polar) * math.sin(turn),
                    radius * math.cos(polar),
                )
            )
    vertices.append((0, 0, -radius))
    last = len(vertices) - 1
    for segment in range(segments):
        nxt = (segment + 1) % segments
        faces.append((0, 1 + segment, 1 + nxt))
        for ring in range(rings - 2):
            upper, lower = 1 + ring * segments, 1 + (ring + 1) * segments
            faces.append((upper + segment, lower + segment, lower + nxt, upper + nxt))
        lowest = 1 + (rings - 2) * segments
        faces.append((lowest + nxt, lowest + segment, last))
    return smooth_mesh(name, vertices, faces)


def band_profile(width, thickness):
    """Outline of a band's cut: a rectangle with rounded corners. A point a little way along each
    flat keeps the smooth shading of the corners from spilling over it."""
    corner = thickness * 0.3
    points = []
    for sx, sz, quarter in [(1, 1, 0), (-1, 1, 1), (-1, -1, 2), (1, -1, 3)]:
        middle = (sx * (thickness / 2 - corner), sz * (width / 2 - corner))
        arc = [math.pi / 2 * (quarter + step / 3) for step in range(4)]
        rounded = [(middle[0] + corner * math.cos(a), middle[1] + corner * math.sin(a)) for a in arc]
        before = (math.sin(arc[0]) * corner * 0.4, -math.cos(arc[0]) * corner * 0.4)
        after = (-math.sin(arc[-1]) * corner * 0.4, math.cos(arc[-1]) * corner * 0.4)
        points.append((rounded[0][0] + before[0], rounded[0][1] + before[1]))
        points.extend(rounded)
        points.append((rounded[-1][0] + after[0], rounded[-1][1] + after[1]))
    return points


def band(name, radius, width, thickness, segments=120):
    """A flat ring, like one cut from sheet metal."""
    profile = band_profile(width, thickness)
    count = len(profile)
    vertices, faces = [], []
    for segment in range(segments):
        turn = 2 * math.pi * segment / segments
        for out, up in profile:
            vertices.append(((radius + out) * math.cos(turn), (radius + out) * math.sin(turn), up))
        here, there = segment * count, (segment + 1) % segments * count
        for point in range(count):
            after = (point + 1) % count
            faces.append((here + point, there + point, there + after, here + after))
    return smooth_mesh(name, vertices, faces)


def studs(radius, count=24, size=0.055):
    """Half-sunk balls along a ring, all in one mesh."""
    one = sphere("Stud", size, 10, 16)
    corners = [vertex.co for vertex in one.vertices]
    sides = [tuple(polygon.vertices) for polygon in one.polygons]
    vertices, faces = [], []
    for index in range(count):
        turn = 2 * math.pi * index / count
        x, y = radius * math.cos(turn), radius * math.sin(turn)
        first = len(vertices)
        vertices.extend((x + corner.x, y + corner.y, corner.z) for corner in corners)
        faces.extend(tuple(first + corner for corner in side) for side in sides)
    bpy.data.meshes.remove(one)
    return smooth_mesh("Studs", vertices, faces)


def smooth_mesh(name, vertices, faces):
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(vertices, [], faces)
    mesh.polygons.foreach_set("use_smooth", [True] * len(mesh.polygons))
    mesh.update()
    return mesh


def add(scene, name, mesh, material, parent=None):
    thing = bpy.data.objects.new(name, mesh)
    mesh.materials.clear()
    mesh.materials.append(material)
    scene.collection.objects.link(thing)
    thing.parent = parent
    return thing


def straight(thing):
    """Turns at an even speed: keys are joined by lines, not eased."""
    for curve in curves_of(thing.animation_data.action):
        for key in curve.keyframe_points:
            key.interpolation = "LINEAR"


def curves_of(action):
    """Curves of an action; since Blender 4.4 they live in layers, and 5.0 dropped the short way."""
    if hasattr(action, "fcurves"):
        return list(action.fcurves)
    return [
        curve
        for layer in action.layers
        for strip in layer.strips
        for bag in strip.channelbags
        for curve in bag.fcurves
    ]


def spin(thing, axis, turns, frames):
    """Whole or half turns within the loop, so that its end meets its beginning."""
    begin = thing.rotation_euler[axis]
    thing.keyframe_insert("rotation_euler", index=axis, frame=1)
    thing.rotation_euler[axis] = begin + 2 * math.pi * turns
    thing.keyframe_insert("rotation_euler", index=axis, frame=1 + frames)
    thing.rotation_euler[axis] = begin
    straight(thing)


def empty(scene, name, tilt, parent):
    holder = bpy.data.objects.new(name, None)
    scene.collection.objects.link(holder)
    holder.parent = parent
    holder.rotation_euler = tilt
    return holder


def build(scene, frames):
    heart = bpy.data.objects.new("Orrery", None)
    scene.collection.objects.link(heart)
    heart.location = CENTRE
    add(scene, "Sun", sphere("Sun", 0.44), materials.sun(), heart)
    build_rings(scene, heart, frames)
    build_pearls(scene, heart, frames)
    return heart


def build_rings(scene, heart, frames):
    brass = materials.principled("Brass", (0.95, 0.56, 0.22), 1.0, 0.24)[0]
    steel = materials.principled("Steel", (0.62, 0.70, 0.80), 1.0, 0.26)[0]
    rings = [
        # radius, width, thickness, metal, tilt, axis of the turn, turns in a loop
        (0.82, 0.20, 0.05, brass, (0.5, 0.2, 0.0), 0, 1),
        (1.16, 0.15, 0.05, steel, (1.2, 0.0, 0.9), 0, -0.5),
        (1.54, 0.24, 0.06, brass, (-0.35, 0.55, 0.3), 1, 0.5),
    ]
    for number, (radius, width, thickness, metal, tilt, axis, turns) in enumerate(rings):
        holder = empty(scene, f"Ring {number} tilt", tilt, heart)
        ring = add(scene, f"Ring {number}", band(f"Ring {number}", radius, width, thickness), metal, holder)
        spin(ring, axis, turns, frames)
        if number == 2:
            add(scene, "Studs", studs(radius + 0.03), steel, ring)


def build_pearls(scene, heart, frames):
    pearl = materials.principled("Pearl", (0.80, 0.84, 0.90), 0.0, 0.12)[0]
    ember = materials.glowing("Ember", (1.0, 0.40, 0.10), 7.0)
    for number in range(11):
        tilt = (0.16 * math.sin(number * 2.4), 0.2 * math.cos(number * 1.7), 0)
        orbit = empty(scene, f"Orbit {number}", tilt, heart)
        turner = empty(scene, f"Turner {number}", (0, 0, 2 * math.pi * number * 0.382), orbit)
        mesh = sphere(f"Pearl {number}", 0.055 + 0.05 * (number * 7 % 5) / 4, 16, 24)
        moon = add(scene, f"Pearl {number}", mesh, ember if number % 3 == 0 else pearl, turner)
        moon.location = (2.0 + 0.25 * (number * 3 % 4), 0, 0)
        spin(turner, 2, 1, frames)
