"""A round field of hexagonal columns that rise and fall as a wave runs outward from the middle."""

import math

import bpy

import materials

RINGS = 11
SPACING = 0.62
KEYS = 12


def hexagon_column(radius, height, bevel):
    """One column, its top at z = 0, its upper edge rounded so that it catches light."""
    steps = 3
    loops = [(radius, -height)]
    for step in range(steps + 1):
        angle = math.pi / 2 * step / steps
        loops.append((radius - bevel * (1 - math.cos(angle)), -bevel * (1 - math.sin(angle))))
    vertices, faces = [], []
    for size, z in loops:
        for corner in range(6):
            turn = math.pi / 3 * corner + math.pi / 6
            vertices.append((size * math.cos(turn), size * math.sin(turn), z))
    for loop in range(len(loops) - 1):
        for corner in range(6):
            nxt = (corner + 1) % 6
            low, high = loop * 6, (loop + 1) * 6
            faces.append((low + corner, low + nxt, high + nxt, high + corner))
    top = (len(loops) - 1) * 6
    faces.append(tuple(range(top, top + 6)))
    mesh = bpy.data.meshes.new("Column")
    mesh.from_pydata(vertices, [], faces)
    mesh.update()
    return mesh


def places():
    """Centres of a hexagonal honeycomb, ring by ring."""
    for q in range(-RINGS, RINGS + 1):
        for r in range(max(-RINGS, -q - RINGS), min(RINGS, -q + RINGS) + 1):
            yield SPACING * math.sqrt(3) * (q + r / 2), SPACING * 1.5 * r


def wave_at(x, y, turn):
    """The wave at (x, y), -1 to 1, when `turn` (0 to 1) of the loop has passed."""
    distance = math.hypot(x, y)
    ripple = math.sin(2 * math.pi * (distance / 4.4 - turn))
    swell = math.sin(2 * math.pi * turn + 0.7 * x - 0.45 * y)
    return (0.75 * ripple + 0.25 * swell) * min(1.0, 0.4 + distance / 4)


def build(scene, frames):
    mesh = hexagon_column(SPACING * 0.962, 6.0, 0.07)
    mesh.materials.append(materials.stone())
    made = []
    for x, y in places():
        column = bpy.data.objects.new("Column", mesh)
        scene.collection.objects.link(column)
        rim = 0.016 * (x * x + y * y)
        for key in range(KEYS + 1):
            wave = wave_at(x, y, key / KEYS)
            shade = 0.5 + 0.5 * wave
            column.location = (x, y, rim + 0.45 * wave)
            column.color = (shade, shade, shade, 1.0)
            column.keyframe_insert("location", index=2, frame=1 + frames * key / KEYS)
            column.keyframe_insert("color", frame=1 + frames * key / KEYS)
        made.append(column)
    return made
