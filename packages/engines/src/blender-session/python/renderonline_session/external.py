"""The files that a scene needs and that are not in it."""

import os
import re

import bpy


def external_files():
    """Kind, data block and path of every file that is in use and not packed."""
    data = bpy.data
    for library in data.libraries:
        if not _is_packed(library) and not getattr(library, "is_archive", False):
            yield "libraries", library, library.filepath
    for image in data.images:
        if image.source in ("FILE", "SEQUENCE", "MOVIE", "TILED") and image.filepath and _counts(image):
            yield "textures", image, image.filepath
    groups = (
        ("fonts", data.fonts),
        ("sounds", data.sounds),
        ("movie clips", data.movieclips),
        ("volumes", getattr(data, "volumes", ())),
        ("caches", getattr(data, "cache_files", ())),
    )
    for kind, items in groups:
        for item in items:
            if item.filepath and item.filepath != "<builtin>" and _counts(item):
                yield kind, item, item.filepath


def full_path(path, library=None):
    """The whole path; Windows writes backslashes into relative ones, too."""
    if path.startswith("//"):
        path = path.replace("\\", "/")
    return os.path.normpath(bpy.path.abspath(path, library=library))


def is_there(path, is_series):
    if os.path.exists(path):
        return True
    folder, name = os.path.split(path)
    if not is_series or not os.path.isdir(folder):
        return False
    matches = re.compile(pattern_of(name)).fullmatch
    return any(matches(other) for other in os.listdir(folder))


def is_series(item):
    return getattr(item, "source", "") in ("SEQUENCE", "TILED") or getattr(item, "is_sequence", False)


def pattern_of(name):
    """Of a sequence, or of a texture in tiles, any file of it will do."""
    for mark, digits in (("<UDIM>", r"\d{4}"), ("<UVTILE>", r"u\d+_v\d+")):
        if mark in name:
            before, _, after = name.partition(mark)
            return re.escape(before) + digits + re.escape(after)
    stem, end = os.path.splitext(name)
    numbers = list(re.finditer(r"\d+", stem))
    if not numbers:
        return re.escape(name)
    last = numbers[-1]
    return re.escape(stem[: last.start()]) + r"\d+" + re.escape(stem[last.end() :] + end)


def _counts(item):
    users = item.users - (1 if item.use_fake_user else 0)
    return users > 0 and not _is_packed(item)


def _is_packed(item):
    return getattr(item, "packed_file", None) is not None or len(getattr(item, "packed_files", ())) > 0
