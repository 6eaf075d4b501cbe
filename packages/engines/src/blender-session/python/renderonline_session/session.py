"""A session: the scene is set up and looked at once, then frames are rendered as they are ordered."""

import sys
import traceback

import bpy

from .channel import Channel
from .devices import use_devices, use_processor_for_subdivision
from .findings import Findings
from .frames import Frames
from .memory import memory_now
from .persistence import keep_render_data
from .preflight import look_at
from .project import Project
from .remap import lead_to


def run():
    frames = None

    def cancel(render_id):
        if frames is not None:
            frames.cancel(render_id)

    channel = Channel(cancel, lambda: frames is not None and frames.is_busy())
    order = channel.next_order()
    if order is None:
        return
    scene, findings, libraries_led = open_scene(order)
    frames = Frames(channel.say, aside=not order["allowsScripts"])
    # The first line that the other side waits for: what was printed before it, was read before it.
    print(order["marker"])
    sys.stdout.flush()
    channel.say("ready", version=version(), findings=findings, librariesLed=libraries_led, memoryMb=memory_now())
    while True:
        order = channel.next_order()
        if order is None or order["kind"] == "close":
            return
        channel.say(**render(frames, scene, order))


def open_scene(order):
    """Sets the scene up as the preset's script does; what it refuses becomes a finding."""
    findings = Findings()
    project = None if order["projectFolder"] is None else Project(order["projectFolder"])
    # First of all: a scene may have its camera in a library.
    libraries_led = project is not None and lead_to(project)
    names = {}
    try:
        exec(compile(order["setup"], "setup", "exec"), names)
    except SystemExit as refusal:
        code = getattr(refusal, "code_of_finding", "setup-refused")
        is_machine = code in ("denoiser-missing", "format-unsupported")
        cause = "feature-missing" if is_machine else "scene-invalid"
        message = str(refusal.code)
        findings.error(code, message[7:] if message.startswith("Error: ") else message, cause, is_machine)
    for code, message in names.get("warnings", []):
        findings.add(code, message, machine=True)
    scene = names.get("scene", bpy.context.scene)
    rendered = names.get("rendered", [scene])
    use_devices(rendered, findings)
    use_processor_for_subdivision()
    look_at(scene, rendered, order["allowsScripts"], project, findings)
    kept, why = keep_render_data(scene, rendered, order["allowsScripts"])
    print("RenderOnline: render data is %s between frames: %s" % ("kept" if kept else "not kept", why))
    return scene, findings.as_list(), libraries_led


def render(frames, scene, order):
    try:
        result = frames.render(scene, order)
    except Exception as error:
        # Printed for the log; the frame fails, the session goes on.
        traceback.print_exc()
        result = {"kind": "failed", "message": "%s: %s" % (type(error).__name__, error)}
    return {"id": order["id"], **result}


def version():
    return ".".join(str(part) for part in bpy.app.version)
