"""One look at the scene before its first frame: what will fail, or will not look as it was meant to."""

import bpy

from .compositor import compositor_nodes
from .files import look_at_files
from .simulations import look_at_simulations

MOVIES = {"AVI_JPEG", "AVI_RAW", "FFMPEG", "H264", "XVID", "THEORA"}


def look_at(scene, rendered, allows_scripts, project, findings):
    checks = (
        lambda: _look_at_format(scene, findings),
        lambda: _look_at_cameras(scene, rendered, findings),
        lambda: _look_at_features(rendered, findings),
        lambda: _look_at_scripts(allows_scripts, findings),
        lambda: _look_at_version(findings),
        lambda: look_at_files(project, findings),
        lambda: look_at_simulations(rendered, findings),
    )
    for check in checks:
        try:
            check()
        except Exception as error:
            # A data block that a later Blender has renamed must not keep the scene from being rendered.
            print("RenderOnline: a check of the scene could not be made: %r" % error)


def _look_at_format(scene, findings):
    settings = scene.render.image_settings
    if getattr(settings, "media_type", "") == "VIDEO" or settings.file_format in MOVIES:
        findings.error(
            "format-is-movie",
            "The scene is to be written as a movie, and frames are rendered one by one, on many machines. Submit it"
            " with output_format PNG (or another image format), and make the movie of the frames.",
            cause="scene-invalid",
        )


def _look_at_cameras(scene, rendered, findings):
    if _is_cut_from_strips(scene):
        return
    without = [s for s in rendered if not _has_camera(s) and _is_seen_by_camera(scene, s)]
    if without:
        names = sorted({o.name for s in without for o in s.objects if o.type == "CAMERA"})
        what_to_do = (
            "Make one of its cameras the active one, or name it when you submit it (in the command line:"
            ' --arg "camera=%s").' % names[0]
            if names
            else "Add one, or choose another scene."
        )
        findings.error(
            "camera-missing",
            "The scene %s has no %scamera. %s"
            % (", ".join(s.name for s in without), "active " if names else "", what_to_do),
            cause="scene-invalid",
        )


def _has_camera(scene):
    """In the background Blender takes the active one, or that of a marker; it looks for no other."""
    return scene.camera is not None or any(marker.camera is not None for marker in scene.timeline_markers)


def _is_seen_by_camera(scene, one):
    """Not where a compositor is all there is of the scene: it takes images, or the layers of other scenes."""
    nodes = compositor_nodes(scene) if one == scene else []
    return not nodes or any(node.type == "R_LAYERS" and node.scene in (None, scene) for node in nodes)


def _is_cut_from_strips(scene):
    """The sequencer needs a camera only for strips that are scenes; Blender looks for those itself."""
    editor = scene.sequence_editor
    if editor is None or not scene.render.use_sequencer:
        return False
    return len(getattr(editor, "strips", getattr(editor, "sequences", ()))) > 0


def _look_at_features(rendered, findings):
    options = bpy.app.build_options
    for scene in rendered:
        uses_osl = scene.render.engine == "CYCLES" and getattr(scene.cycles, "shading_system", False) is True
        if uses_osl and not getattr(options, "cycles_osl", True):
            findings.error(
                "osl-missing",
                "The scene uses Open Shading Language, and the Blender on this machine was built without it. Turn it"
                " off in the render settings, or install Blender from blender.org on this machine.",
                cause="feature-missing",
                machine=True,
            )
        if _has_denoise_node(scene) and not _can_denoise():
            findings.add(
                "denoise-node-idle",
                "The compositor has a Denoise node, and the Blender on this machine was built without"
                " OpenImageDenoise: the node does nothing. Install Blender from blender.org on this machine.",
                machine=True,
            )


def _has_denoise_node(scene):
    return any(node.type == "DENOISE" for node in compositor_nodes(scene))


def _can_denoise():
    try:
        from _cycles import with_openimagedenoise

        return bool(with_openimagedenoise)
    except ImportError:
        return True


def _look_at_scripts(allows_scripts, findings):
    if allows_scripts:
        return
    names = [text.name for text in bpy.data.texts if text.use_module]
    if bpy.app.autoexec_fail and not names:
        names.append(bpy.app.autoexec_fail_message or "a driver")
    findings.add_names(
        "scripts-not-run",
        names,
        "The scene holds scripts, which are not run: %s. If it needs them, ask for them when you submit it; the farm"
        " must allow it.",
    )


def _look_at_version(findings):
    if tuple(bpy.data.version[:2]) > tuple(bpy.app.version[:2]):
        findings.add(
            "scene-newer",
            "The scene was saved by Blender %d.%d and this machine has %s: parts of it may be lost. Require the engine"
            " version of the scene." % (*bpy.data.version[:2], bpy.app.version_string),
            machine=True,
        )
