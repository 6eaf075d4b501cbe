"""Sparks that drift in the air, near and far: out of focus they give the picture its depth."""

import math
import random

import bpy

import materials

SWARMS, SPARKS = 5, 16


def swarm_mesh(dice, name):
    """Small octahedra scattered in a ring around the orrery, all in one mesh."""
    vertices, faces = [], []
    for _ in range(SPARKS):
        size = dice.uniform(0.008, 0.024)
        turn, distance = dice.uniform(0, 2 * math.pi), dice.uniform(2.2, 7.4)
        x, y, z = distance * math.cos(turn), distance * math.sin(turn), dice.uniform(0.7, 4.6)
        first = len(vertices)
        for dx, dy, dz in [(1, 0, 0), (0, 1, 0), (-1, 0, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1)]:
            vertices.append((x + dx * size, y + dy * size, z + dz * size))
        for side in range(4):
            nxt = (side + 1) % 4
            faces.append((first + side, first + nxt, first + 4))
            faces.append((first + nxt, first + side, first + 5))
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(vertices, [], faces)
    mesh.update()
    return mesh


def build(scene, frames):
    dice = random.Random(20)
    spark = materials.glowing("Spark", (1.0, 0.45, 0.14), 12.0)
    keys = 8
    for number in range(SWARMS):
        mesh = swarm_mesh(dice, f"Sparks {number}")
        mesh.materials.append(spark)
        swarm = bpy.data.objects.new(f"Sparks {number}", mesh)
        scene.collection.objects.link(swarm)
        for key in range(keys + 1):
            turn = 2 * math.pi * (key / keys + number / SWARMS)
            swarm.location = (0.12 * math.sin(turn), 0.12 * math.cos(turn), 0.16 * math.sin(turn + number))
            swarm.rotation_euler = (0, 0, 0.05 * math.sin(turn + 1.3 * number))
            swarm.keyframe_insert("location", frame=1 + frames * key / keys)
            swarm.keyframe_insert("rotation_euler", index=2, frame=1 + frames * key / keys)
