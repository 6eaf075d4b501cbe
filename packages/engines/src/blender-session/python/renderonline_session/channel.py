"""Orders come in on descriptor 3, events go out on descriptor 4: one JSON object a line."""

import json
import os
import queue
import threading

ORDERS = 3
EVENTS = 4


class Channel:
    """Orders wait here until they are asked for; one of kind `cancel` is passed on at once, from its thread."""

    def __init__(self, on_cancel, is_busy):
        self._on_cancel = on_cancel
        self._is_busy = is_busy
        self._orders = queue.Queue()
        self._lock = threading.Lock()
        for descriptor in (ORDERS, EVENTS):
            # What Blender starts (ffmpeg, a compiler) must not hold our pipes open.
            os.set_inheritable(descriptor, False)
        threading.Thread(target=self._read, name="orders", daemon=True).start()

    def next_order(self):
        """Waits for the next order; None when there will be none."""
        return self._orders.get()

    def say(self, kind, **facts):
        line = json.dumps({"kind": kind, **facts}).encode() + b"\n"
        try:
            with self._lock:
                while line:
                    line = line[os.write(EVENTS, line) :]
        except OSError:
            # Nobody is there to render for.
            os._exit(1)

    def _read(self):
        rest = b""
        while True:
            try:
                piece = os.read(ORDERS, 65536)
            except OSError:
                piece = b""
            if not piece:
                break
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                self._take(json.loads(line))
        if self._is_busy():
            # The render cannot be waited for: whoever wanted it is gone.
            os._exit(1)
        self._orders.put(None)

    def _take(self, order):
        if order["kind"] == "cancel":
            self._on_cancel(order["id"])
        else:
            self._orders.put(order)
