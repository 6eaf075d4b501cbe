"""Finds out what this computer can do: does the engine work here, and how many samples are affordable."""

import math
import os
import time

import bpy

import glow
import settings


def is_blank(path):
    """Whether all pixels of a picture are (nearly) alike."""
    image = bpy.data.images.load(path)
    try:
        red = list(image.pixels)[::4]
    finally:
        bpy.data.images.remove(image)
    return not red or max(red) - min(red) < 0.02


def timed_frame(scene, frame, path):
    scene.frame_set(frame)
    scene.render.filepath = path
    begin = time.monotonic()
    bpy.ops.render.render(write_still=True)
    return time.monotonic() - begin


def fit(scene, folder, seconds):
    """Renders the first frame again and again (the first time compiles shaders) and takes as many samples as
    fit into `seconds` a frame, of a smaller picture where none fit. Raises RuntimeError when there is no picture."""
    path = os.path.join(folder, "probe.png")
    wanted_path = scene.render.filepath
    settings.set_samples(scene, 4)
    timed_frame(scene, 1, path)
    if is_blank(path) and glow.remove(scene):
        timed_frame(scene, 1, path)
    if is_blank(path):
        raise RuntimeError("the trial frame is blank")
    with_four = timed_frame(scene, 1, path)
    if with_four > 8 * seconds and scene.render.engine != "CYCLES" and settings.can_denoise():
        # A new EEVEE without a graphics card; Cycles with a denoiser looks better in the same time.
        raise RuntimeError(f"a frame of EEVEE takes {with_four:.0f} s here")
    settings.set_samples(scene, 1)
    with_one = timed_frame(scene, 1, path)
    each = max((with_four - with_one) / 3, 0.002)
    samples = int(max(settings.fewest_samples(scene), min(32, 1 + (seconds - with_one) / each)))
    settings.set_samples(scene, samples)
    expected = with_one + (samples - 1) * each
    if expected > 2 * seconds:
        # The fewest samples are still far too many: a smaller picture then.
        scene.render.resolution_percentage = max(25, int(100 * math.sqrt(seconds / expected)))
    scene.render.filepath = wanted_path
    os.remove(path)
    print(f"demo scene: a frame takes {with_four:.2f} s with 4 samples here; {samples} samples it is")
