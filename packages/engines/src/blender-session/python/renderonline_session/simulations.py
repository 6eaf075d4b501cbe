"""Simulations give the right result on any machine, in any order of frames, only when they are baked."""

import os

import bpy

POINT_CACHES = {"CLOTH", "SOFT_BODY"}


def look_at_simulations(rendered, findings):
    unbaked, lost = [], []
    for scene in rendered:
        world = getattr(scene, "rigidbody_world", None)
        if world is not None and world.enabled and world.collection is not None and len(world.collection.objects):
            _look_at_cache("rigid bodies", world.point_cache, unbaked, lost)
        for item in scene.objects:
            _look_at_object(item, unbaked, lost)
    findings.add_names(
        "simulation-not-baked",
        unbaked,
        "Simulations are not baked: %s. Each machine would compute them from where it stands, and frames will not fit"
        " together. Bake them into the scene and submit it again.",
    )
    findings.add_names(
        "cache-missing",
        lost,
        "Baked simulations are kept beside the scene and are not there: %s. Bake them without Disk Cache, so that the"
        " scene holds them, or send the cache's folder along (in the command line: --include and the folder).",
    )


def _look_at_object(item, unbaked, lost):
    for system in getattr(item, "particle_systems", ()):
        settings = system.settings
        if getattr(settings, "physics_type", "NO") != "NO" and settings.type == "EMITTER":
            _look_at_cache(item.name, system.point_cache, unbaked, lost)
    for modifier in item.modifiers:
        if not modifier.show_render:
            continue
        if modifier.type in POINT_CACHES:
            _look_at_cache(item.name, modifier.point_cache, unbaked, lost)
        elif modifier.type == "FLUID" and modifier.fluid_type == "DOMAIN":
            _look_at_folder(item.name, modifier.domain_settings.cache_directory, lost)
        elif modifier.type == "MESH_CACHE":
            _look_at_file(item.name, modifier.filepath, lost)
        elif modifier.type == "OCEAN" and modifier.is_cached:
            _look_at_folder(item.name, modifier.filepath, lost)


def _look_at_cache(name, cache, unbaked, lost):
    if getattr(cache, "use_external", False):
        _look_at_folder(name, cache.filepath, lost)
    elif not cache.is_baked:
        unbaked.append(name)
    elif cache.use_disk_cache:
        stem = os.path.splitext(os.path.basename(bpy.data.filepath))[0]
        _look_at_folder(name, "//blendcache_%s" % stem, lost)


def _look_at_folder(name, path, lost):
    full = bpy.path.abspath(path)
    if not os.path.isdir(full) or not os.listdir(full):
        lost.append("%s (%s)" % (name, path))


def _look_at_file(name, path, lost):
    if not os.path.isfile(bpy.path.abspath(path)):
        lost.append("%s (%s)" % (name, path))
