"""A low camera that drifts around the orrery and comes back to where it began."""

import math

import bpy


def build(scene, sun, frames):
    data = bpy.data.cameras.new("Camera")
    data.lens = 38
    data.dof.use_dof = True
    data.dof.focus_object = sun
    data.dof.aperture_fstop = 0.35
    camera = bpy.data.objects.new("Camera", data)
    scene.collection.objects.link(camera)
    scene.camera = camera
    target = bpy.data.objects.new("Look here", None)
    target.location = (0, 0, 1.45)
    scene.collection.objects.link(target)
    watch = camera.constraints.new("TRACK_TO")
    watch.target = target
    watch.track_axis = "TRACK_NEGATIVE_Z"
    watch.up_axis = "UP_Y"
    keys = 12
    for key in range(keys + 1):
        turn = 2 * math.pi * key / keys
        angle = math.radians(-64) + math.radians(7) * math.sin(turn)
        distance = 9.2 - 0.35 * math.cos(turn)
        camera.location = (
            distance * math.cos(angle),
            distance * math.sin(angle),
            2.9 + 0.25 * math.cos(turn),
        )
        camera.keyframe_insert("location", frame=1 + frames * key / keys)
