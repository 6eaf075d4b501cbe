"""What this process takes of the machine's memory, in MiB; None where the system does not tell."""

import sys

MIB = 1024 * 1024


def memory_now():
    return _read()[0]


class Peak:
    """The most that was taken since the last `begin`."""

    def __init__(self):
        self._highest = None

    def begin(self):
        self._highest = memory_now()
        _forget_peak()

    def look(self):
        now, highest = _read()
        # Where the system cannot forget its peak, what we saw ourselves counts.
        seen = [mb for mb in (self._highest, now, highest if _can_forget else None) if mb is not None]
        self._highest = max(seen) if seen else None
        return self._highest


_can_forget = False


def _forget_peak():
    global _can_forget
    try:
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
        _can_forget = True
    except OSError:
        _can_forget = False


def _read():
    try:
        if sys.platform == "win32":
            return _read_windows()
        if sys.platform == "darwin":
            import resource

            highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB
            return highest, highest
        return _read_linux()
    except (OSError, ImportError, AttributeError, ValueError):
        return None, None


def _read_linux():
    facts = {}
    with open("/proc/self/status") as file:
        for line in file:
            name, _, value = line.partition(":")
            if name in ("VmRSS", "VmHWM"):
                facts[name] = int(value.split()[0]) / 1024
    return facts.get("VmRSS"), facts.get("VmHWM")


def _read_windows():
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = [("cb", wintypes.DWORD), ("faults", wintypes.DWORD)] + [
            (name, ctypes.c_size_t)
            for name in ("peak", "now", "pp_peak", "pp", "np_peak", "np", "pagefile", "pagefile_peak")
        ]

    counters = Counters()
    counters.cb = ctypes.sizeof(counters)
    process = ctypes.windll.kernel32.GetCurrentProcess
    process.restype = wintypes.HANDLE
    read = ctypes.windll.psapi.GetProcessMemoryInfo
    read.argtypes = [wintypes.HANDLE, ctypes.POINTER(Counters), wintypes.DWORD]
    if not read(process(), ctypes.byref(counters), counters.cb):
        return None, None
    return counters.now / MIB, counters.peak / MIB
