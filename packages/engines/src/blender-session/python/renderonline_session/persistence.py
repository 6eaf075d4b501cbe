"""
Whether Blender may keep what it has prepared for one frame for the next one (Render > Performance > Persistent
Data). Reports of wrong pixels with it name the features below; where none of them is used, and in a test of ours,
frames are the same to the bit. Where the scene itself asks for it, it is kept.
"""

PLAIN_OBJECTS = {"MESH", "CURVE", "SURFACE", "FONT", "META", "LIGHT", "CAMERA", "EMPTY", "ARMATURE", "LATTICE"}
STATEFUL_MODIFIERS = {
    *("CLOTH", "COLLISION", "DYNAMIC_PAINT", "EXPLODE", "FLUID", "MESH_CACHE", "MESH_SEQUENCE_CACHE", "NODES"),
    *("OCEAN", "PARTICLE_INSTANCE", "PARTICLE_SYSTEM", "SOFT_BODY"),
}


def keep_render_data(scene, rendered, allows_scripts):
    """Turns it on where it is safe; returns whether it is on, and why."""
    settings = scene.render
    if not hasattr(settings, "use_persistent_data"):
        return False, "this Blender cannot"
    if settings.use_persistent_data:
        return True, "the scene says so"
    reason = _reason_against(scene, rendered, allows_scripts)
    if reason is not None:
        return False, reason
    settings.use_persistent_data = True
    return True, "the scene has nothing that forbids it"


def _reason_against(scene, rendered, allows_scripts):
    settings = scene.render
    if settings.engine != "CYCLES":
        return "the engine is not Cycles"
    if len(rendered) > 1 or sum(layer.use for layer in scene.view_layers) > 1:
        return "more than one view layer is rendered"
    if settings.use_motion_blur:
        return "motion blur"
    if getattr(settings, "use_freestyle", False) or getattr(settings, "use_multiview", False):
        return "Freestyle or stereoscopy"
    if allows_scripts:
        return "scripts of the scene may change anything between frames"
    if any(marker.camera for marker in scene.timeline_markers):
        return "cameras change by markers"
    if getattr(scene.cycles, "shading_system", False) is True:
        return "Open Shading Language"
    return _reason_in_objects(scene) or _reason_in_images()


def _reason_in_objects(scene):
    if getattr(scene, "rigidbody_world", None) is not None:
        return "rigid bodies"
    for item in scene.objects:
        if item.type not in PLAIN_OBJECTS:
            return "an object of type %s" % item.type
        if len(getattr(item, "particle_systems", ())) > 0:
            return "particles"
        if any(modifier.type in STATEFUL_MODIFIERS for modifier in item.modifiers):
            return "a modifier whose result is not a matter of this frame alone"
        if getattr(item, "instance_type", "NONE") != "NONE":
            return "instances"
        if _animates_visibility(item):
            return "animated visibility"
    return None


def _animates_visibility(item):
    for owner in (item, item.data):
        animation = getattr(owner, "animation_data", None)
        if animation is None:
            continue
        paths = [driver.data_path for driver in animation.drivers]
        paths += [curve.data_path for curve in fcurves_of(animation)]
        if any("hide_" in path or "visible_" in path or "is_holdout" in path for path in paths):
            return True
        if len(animation.nla_tracks) > 0:
            return True
    return False


def fcurves_of(animation):
    """Of the action in use; from 5.0 an action has them in layers only."""
    action = animation.action
    if action is None:
        return []
    if hasattr(action, "fcurves"):
        return list(action.fcurves)
    return [
        curve
        for layer in action.layers
        for strip in layer.strips
        for bag in getattr(strip, "channelbags", ())
        for curve in bag.fcurves
    ]


def _reason_in_images():
    import bpy

    if any(image.users and image.source in ("MOVIE", "SEQUENCE") for image in bpy.data.images):
        return "textures that change from frame to frame"
    return None
