"""GPUs: a scene that wants one gets the best that this machine has."""

import bpy

BEST_FIRST = ("OPTIX", "CUDA", "HIP", "METAL", "ONEAPI")


def use_devices(rendered, findings):
    """
    Blender in the background uses a GPU only if someone chose one in this user's preferences, which nobody does
    on a render node. What is chosen there is left as it is.
    """
    wanting = [s for s in rendered if s.render.engine == "CYCLES" and getattr(s.cycles, "device", "") == "GPU"]
    if not wanting:
        return
    try:
        has_gpu = _choose_gpu()
    except Exception as error:
        # Add-on preferences differ from version to version; without a GPU the scene renders on the processor.
        print("RenderOnline: this machine's GPUs cannot be asked for: %r" % error)
        has_gpu = False
    if not has_gpu:
        findings.add(
            "gpu-missing",
            "The scene wants to be rendered by a GPU, and Blender finds none on this machine. It is rendered by the"
            " processor, which takes longer. Require a GPU for the task, or install the GPU's driver.",
            machine=True,
        )


def _choose_gpu():
    addon = bpy.context.preferences.addons.get("cycles")
    if addon is None:
        return False
    preferences = addon.preferences
    if preferences.compute_device_type != "NONE":
        _refresh(preferences)
        return any(device.use and device.type != "CPU" for device in preferences.devices)
    for kind in BEST_FIRST:
        try:
            preferences.compute_device_type = kind
        except TypeError:
            continue
        _refresh(preferences)
        mine = [device for device in preferences.devices if device.type == kind]
        for device in mine:
            device.use = True
        if mine:
            return True
    preferences.compute_device_type = "NONE"
    return False


def _refresh(preferences):
    if hasattr(preferences, "refresh_devices"):
        preferences.refresh_devices()
    else:
        preferences.get_devices()


def use_processor_for_subdivision():
    """
    From a process's second render on, Eevee and Workbench would subdivide on the GPU, and round differently: frames
    would depend on what was rendered before them. A process with one range of frames never comes to that.
    """
    system = bpy.context.preferences.system
    if hasattr(system, "use_gpu_subdivision"):
        system.use_gpu_subdivision = False
