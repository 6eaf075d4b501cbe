"""Engine, size and colour of the demo's pictures, in whatever Blender there is."""

import glow


def set_if_there(thing, **values):
    """Sets what this Blender has: names and choices come and go between versions."""
    for name, value in values.items():
        if not hasattr(thing, name):
            continue
        try:
            setattr(thing, name, value)
        except (TypeError, ValueError, AttributeError):
            pass


def first_accepted(thing, name, choices):
    """Sets `name` to the first of `choices` that this Blender knows, and tells which."""
    for choice in choices:
        try:
            setattr(thing, name, choice)
            return choice
        except TypeError:
            continue
    return getattr(thing, name)


def apply(scene, engine, frames):
    scene.name = "Demo"
    scene.frame_start, scene.frame_end = 1, frames
    render = scene.render
    render.resolution_x, render.resolution_y, render.resolution_percentage = 640, 360, 100
    render.fps = 24
    render.filepath = "//frame_####"
    set_if_there(render.image_settings, media_type="IMAGE")
    render.image_settings.file_format = "PNG"
    render.image_settings.color_mode = "RGB"
    render.image_settings.compression = 30
    set_if_there(render, use_persistent_data=True)
    first_accepted(scene.view_settings, "view_transform", ["Filmic", "AgX", "Standard"])
    first_accepted(scene.view_settings, "look", ["Medium High Contrast", "AgX - Medium High Contrast", "None"])
    scene.view_settings.exposure = 0.15
    if engine == "cycles":
        apply_cycles(scene)
    else:
        apply_eevee(scene)


def set_samples(scene, samples):
    if scene.render.engine == "CYCLES":
        scene.cycles.samples = samples
    else:
        scene.eevee.taa_render_samples = samples


def fewest_samples(scene):
    """Below this the picture is not worth showing: EEVEE is clean with few, Cycles grainy without a denoiser."""
    return 12 if scene.render.engine == "CYCLES" and not scene.cycles.use_denoising else 4


def apply_eevee(scene):
    first_accepted(scene.render, "engine", ["BLENDER_EEVEE_NEXT", "BLENDER_EEVEE"])
    if not hasattr(scene.eevee, "use_bloom"):
        glow.add(scene)
    set_if_there(
        scene.eevee,
        gi_cubemap_resolution="64",
        gi_visibility_resolution="8",
        # Before 4.2:
        use_gtao=True,
        gtao_distance=1.2,
        gtao_factor=1.4,
        use_ssr=False,
        use_bloom=True,
        bloom_threshold=1.0,
        bloom_intensity=0.05,
        bloom_radius=6.0,
        use_soft_shadows=True,
        shadow_cube_size="256",
        shadow_cascade_size="512",
        # Since 4.2:
        use_raytracing=True,
        use_shadows=True,
    )


def apply_cycles(scene):
    scene.render.engine = "CYCLES"
    glow.add(scene)
    set_if_there(
        scene.cycles,
        device="CPU",
        use_adaptive_sampling=False,
        max_bounces=4,
        diffuse_bounces=2,
        glossy_bounces=3,
        transmission_bounces=0,
        volume_bounces=0,
        sample_clamp_indirect=3.0,
        caustics_reflective=False,
        caustics_refractive=False,
    )
    denoise(scene, can_denoise())


def can_denoise():
    """Debian's Blender is built without OpenImageDenoise, and stops at the first frame that asks for it."""
    try:
        import _cycles

        return bool(_cycles.with_openimagedenoise)
    except (ImportError, AttributeError):
        return False


def denoise(scene, wanted):
    set_if_there(scene.cycles, use_denoising=wanted)
    if wanted:
        set_if_there(scene.cycles, denoiser="OPENIMAGEDENOISE")
    for layer in scene.view_layers:
        set_if_there(layer.cycles, use_denoising=wanted)
