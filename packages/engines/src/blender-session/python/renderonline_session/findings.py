"""What the look at the scene collects: one finding a kind, however many data blocks have it."""

SHOWN = 5


class Findings:
    def __init__(self):
        self._found = []

    def add(self, code, message, severity="warning", cause=None, machine=False):
        """`cause`: what frames fail with (an error). `machine`: another machine may do better."""
        self._found.append(
            {
                "severity": severity,
                "code": code,
                "message": message,
                "cause": cause,
                "isMachineDependent": machine,
            }
        )

    def error(self, code, message, cause, machine=False):
        self.add(code, message, "error", cause, machine)

    def add_names(self, code, names, message, **options):
        """`message` has one `%s`, for the names; nothing is added without names."""
        names = sorted(set(names))
        if not names:
            return
        more = len(names) - SHOWN
        text = ", ".join(names[:SHOWN]) + (" and %d more" % more if more > 0 else "")
        self.add(code, message % text, **options)

    def as_list(self):
        return self._found
