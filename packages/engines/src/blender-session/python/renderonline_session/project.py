"""The project that the scene came with, and which of its files a path of another computer means."""

import os
import re

from .external import pattern_of


class Project:
    def __init__(self, folder):
        self.folder = os.path.abspath(folder)
        self._files = None
        self._folders = None

    def has(self, path):
        return os.path.abspath(path).startswith(self.folder + os.sep)

    def find_file(self, path, is_series=False):
        """The whole path of the one file that agrees with the most of the end of `path`; None without, or of several."""
        self._read()
        parts, is_windows = parts_of(path)
        if not parts:
            return None
        found = self._best(self._files.get(parts[-1].lower(), ()), parts, is_windows)
        if found is None and is_series:
            found = self._find_series(parts, is_windows)
        return found

    def find_folder(self, path):
        self._read()
        parts, is_windows = parts_of(path)
        return self._best(self._folders.get(parts[-1].lower(), ()), parts, is_windows) if parts else None

    def _find_series(self, parts, is_windows):
        """Of a series the file that is named need not exist; what counts is the folder that others of it are in."""
        matches = re.compile(pattern_of(parts[-1].lower())).fullmatch
        folders = {own[:-1] for name, owns in self._files.items() if matches(name) for own in owns}
        return self._best([folder + (parts[-1],) for folder in folders], parts, is_windows)

    def _best(self, candidates, parts, is_windows):
        for fold in (str, str.lower) if is_windows else (str,):
            wanted = [fold(part) for part in parts]
            agreeing = [(_agreement([fold(part) for part in own], wanted), own) for own in candidates]
            most = max((count for count, _ in agreeing), default=0)
            best = [own for count, own in agreeing if count == most]
            if most > 0 and len(best) == 1:
                return os.path.join(self.folder, *best[0])
            if most > 0:
                return None
        return None

    def _read(self):
        if self._files is not None:
            return
        self._files, self._folders = {}, {}
        for folder, folders, files in os.walk(self.folder):
            parts = tuple(os.path.relpath(folder, self.folder).split(os.sep)) if folder != self.folder else ()
            for index, names in ((self._files, files), (self._folders, folders)):
                for name in names:
                    index.setdefault(name.lower(), []).append((*parts, name))


def parts_of(path):
    """The names in a path of whatever system, and whether it is one of Windows, where capitals do not count."""
    is_windows = "\\" in path
    parts = []
    for part in (path.replace("\\", "/") if is_windows else path).split("/"):
        if re.fullmatch(r"[A-Za-z]:", part):
            # Also in the middle: where Linux has made such a path a relative one.
            is_windows, parts = True, []
        elif part == ".." and parts:
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(part)
    return parts, is_windows


def _agreement(own, wanted):
    count = 0
    for mine, theirs in zip(reversed(own), reversed(wanted)):
        if mine != theirs:
            break
        count += 1
    return count
