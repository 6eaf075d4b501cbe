"""Scenes name files by where they were on their author's computer. What the project has of them is used from there."""

import bpy

from .external import external_files, full_path, is_series, is_there


def lead_to(project):
    """Leads the scene to the files of the project, and says which in the log. Returns whether libraries were among them."""
    led = False
    for remap in (_remap_libraries, _remap_data_blocks, _remap_in_objects, _remap_nodes, _remap_strips):
        try:
            led = remap(project) or led
        except Exception as error:
            # A data block that a later Blender has renamed; what is missing because of it, the look at the scene says.
            print("RenderOnline: the scene could not be led to all files of its project: %r" % error)
    return led


def _found_in(project, path, library=None, series=False):
    """None also for what is where it belongs already."""
    full = full_path(path, library)
    if project.has(full) and is_there(full, series):
        return None
    return project.find_file(path, series)


def _note(project, path, found):
    print("RenderOnline: %s is the project's %s" % (path, found[len(project.folder) + 1 :].replace("\\", "/")))


def _remap_libraries(project):
    """Reading a library again brings those that it links, which may link others; each is led once."""
    led, has_led = set(), False
    while True:
        for library in bpy.data.libraries:
            path = library.filepath
            if path in led or getattr(library, "is_archive", False) or library.packed_file is not None:
                continue
            led.add(path)
            found = _found_in(project, path, library.parent)
            if found is None:
                continue
            led.add(found)
            library.filepath = found
            library.reload()
            _note(project, path, found)
            has_led = True
            # What was known of data blocks is not true any more.
            break
        else:
            return has_led


def _remap_data_blocks(project):
    for kind, item, path in list(external_files()):
        found = None if kind == "libraries" else _found_in(project, path, item.library, is_series(item))
        if found is not None:
            _lead(item, found)
            _note(project, path, found)


def _lead(item, path):
    if isinstance(item, bpy.types.VectorFont):
        # Its path cannot be changed.
        item.user_remap(bpy.data.fonts.load(path))
    else:
        item.filepath = path


def _remap_in_objects(project):
    for item in bpy.data.objects:
        for modifier in item.modifiers:
            if modifier.type == "MESH_CACHE" and modifier.filepath:
                _lead_path(project, modifier, "filepath", item.library)
            elif modifier.type == "OCEAN" and modifier.is_cached:
                _lead_path(project, modifier, "filepath", item.library, is_folder=True)
            elif modifier.type == "FLUID" and modifier.fluid_type == "DOMAIN":
                settings = modifier.domain_settings
                _lead_path(project, settings, "cache_directory", item.library, is_folder=True)
            elif hasattr(modifier, "point_cache"):
                _lead_point_cache(project, modifier.point_cache, item.library)
        for system in getattr(item, "particle_systems", ()):
            _lead_point_cache(project, system.point_cache, item.library)


def _lead_point_cache(project, cache, library):
    if cache is not None and cache.use_external and cache.filepath:
        _lead_path(project, cache, "filepath", library, is_folder=True)


def _remap_nodes(project):
    """Textures of light (IES), and shaders in files (OSL)."""
    trees = [owner.node_tree for owners in (bpy.data.materials, bpy.data.lights, bpy.data.worlds) for owner in owners]
    for tree in [*trees, *bpy.data.node_groups]:
        for node in getattr(tree, "nodes", ()):
            if node.type in ("TEX_IES", "SCRIPT") and node.mode == "EXTERNAL" and node.filepath:
                _lead_path(project, node, "filepath", tree.library)


def _remap_strips(project):
    for scene in bpy.data.scenes:
        editor = scene.sequence_editor
        if editor is None:
            continue
        for strip in getattr(editor, "strips_all", getattr(editor, "sequences_all", ())):
            if strip.type == "MOVIE":
                _lead_path(project, strip, "filepath", scene.library)
            elif strip.type == "IMAGE" and len(strip.elements) > 0:
                _lead_images(project, strip, scene.library)


def _lead_images(project, strip, library):
    """Its files are in one folder: that of the first."""
    path = strip.directory.rstrip("/\\") + ("\\" if "\\" in strip.directory else "/") + strip.elements[0].filename
    found = _found_in(project, path, library)
    if found is not None:
        strip.directory = found[: -len(strip.elements[0].filename)]
        _note(project, path, found)


def _lead_path(project, owner, name, library, is_folder=False):
    path = getattr(owner, name)
    if not is_folder:
        found = _found_in(project, path, library)
    else:
        full = full_path(path, library)
        found = None if project.has(full) and is_there(full, False) else project.find_folder(path)
    if found is not None:
        setattr(owner, name, found)
        _note(project, path, found)
