"""Renders frames, one at a time, and writes them where and as the preset's template would."""

import os
import signal
import threading
import time

import bpy

from .compositor import literal, send_outputs_to
from .memory import Peak, memory_now

PULSE_S = 0.5


class Frames:
    """
    `aside`: the render is started from an empty scene. After each render Blender brings the scene that it was started
    from up to date for an interface, which took a third again as long on a scene of heavy modifiers. Scripts of the
    scene would look for their scene where they are, so with them it is started from there.
    """

    def __init__(self, say, aside):
        self._say = say
        self._aside = bpy.data.scenes.new("RenderOnline") if aside and hasattr(bpy.context, "temp_override") else None
        self._lock = threading.Lock()
        self._id = None
        self._was_canceled = False
        self._was_asked_to_cancel = False
        self._has_broken = False
        self._peak = Peak()
        self._began = threading.Event()
        handlers = bpy.app.handlers
        handlers.render_cancel.append(self._on_cancel)
        handlers.render_stats.append(self._on_stats)
        threading.Thread(target=self._pulse, name="pulse", daemon=True).start()

    def is_busy(self):
        return self._id is not None

    def render(self, scene, order):
        frame, directory = order["frame"], order["directory"]
        os.makedirs(directory, exist_ok=True)
        before = files_in(directory)
        # The operator takes the number of the frame from the scene that it is started from.
        for one in (scene, self._aside):
            if one is not None:
                one.frame_current = frame
                one.frame_subframe = 0.0
        scene.render.filepath = os.path.join(literal(scene, directory), "frame_%04d" % frame)
        send_outputs_to(scene, directory)
        self._begin(order["id"])
        started = time.perf_counter()
        try:
            fault = self._render(scene)
        finally:
            # From here on no break is raised for this frame.
            with self._lock:
                self._id = None
                self._began.clear()
        render_ms = (time.perf_counter() - started) * 1000
        # Blender calls its handlers of a cancel, too, when it gives a render up because of an error.
        if self._was_canceled and (fault is None or self._was_asked_to_cancel):
            return {"kind": "canceled"}
        if fault is not None:
            return {"kind": "failed", "message": fault}
        written = [path for path, mark in files_in(directory).items() if before.get(path) != mark]
        return {
            "kind": "done",
            "files": sorted(written),
            "renderMs": render_ms,
            "memoryMb": memory_now(),
            "peakMemoryMb": self._peak.look(),
        }

    def cancel(self, render_id):
        """Breaks the render as Ctrl+C would. Blender's handler does so once: at the second time it ends Blender."""
        with self._lock:
            if self._id != render_id:
                return
            self._was_asked_to_cancel = True
            # None: the handler is Blender's own and not one of Python's.
            can_break = not self._has_broken and signal.getsignal(signal.SIGINT) is None
            self._has_broken = True
            self._say("breaking", id=render_id, canBreak=can_break)
            if can_break:
                signal.raise_signal(signal.SIGINT)

    def _begin(self, render_id):
        self._peak.begin()
        self._was_canceled = False
        self._was_asked_to_cancel = False
        with self._lock:
            self._id = render_id
        self._began.set()

    def _render(self, scene):
        # Only with a scene's name does the operator switch to the camera of a marker.
        options = {"write_still": True, "scene": scene.name}
        try:
            if self._aside is None:
                bpy.ops.render.render(**options)
            else:
                with bpy.context.temp_override(scene=self._aside, view_layer=self._aside.view_layers[0]):
                    bpy.ops.render.render(**options)
        except RuntimeError as error:
            return str(error).strip()
        return None

    def _on_cancel(self, *_):
        self._was_canceled = True

    def _on_stats(self, *args):
        # Newer versions hand the text over and print it only when asked to; older ones print it.
        text = next((arg for arg in args if isinstance(arg, str)), None)
        if text and self._id is not None:
            self._say("stats", id=self._id, text=text[:1000])

    def _pulse(self):
        while True:
            self._began.wait()
            time.sleep(PULSE_S)
            if self._id is not None:
                self._say("pulse", memoryMb=memory_now(), peakMemoryMb=self._peak.look())


def files_in(directory):
    """Every file below a folder, with what tells whether it was written anew."""
    found = {}
    for folder, _, names in os.walk(directory):
        for name in names:
            path = os.path.join(folder, name)
            facts = os.stat(path)
            found[path] = (facts.st_mtime_ns, facts.st_size, facts.st_ino)
    return found
