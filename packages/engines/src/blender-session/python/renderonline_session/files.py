"""Files that the scene needs and that machines may not have."""

import os

import bpy

from .external import external_files, full_path, is_series, is_there

WHAT_TO_DO = (
    " Send them along (in the command line: --include and their folder), or pack them into the scene (File >"
    " External Data > Pack Resources), and submit it again."
)


def look_at_files(project, findings):
    missing, outside = {}, []
    for kind, item, path in external_files():
        full = full_path(path, item.library)
        if not is_there(full, is_series(item)):
            missing.setdefault(kind, []).append("%s (%s)" % (item.name, path))
        elif not _is_in_project(path, full, project):
            outside.append(path)
    libraries = missing.pop("libraries", [])
    findings.add_names(
        "library-missing",
        libraries,
        "Linked scene files are not there: %s. What they hold is missing from every frame. Send them along (in the"
        " command line: --include and their folder), or make what they hold local (Object > Relations > Make Local),"
        " and submit the scene again.",
        severity="error",
        cause="missing-file",
    )
    for kind, names in missing.items():
        message = "%s are not there: %%s. They are rendered without, or pink." % kind.capitalize()
        findings.add_names("%s-missing" % kind.replace(" ", "-"), names, message + WHAT_TO_DO)
    findings.add_names(
        "file-outside-project",
        outside,
        "Files that are not part of the project happen to be on this machine, and may not be on others: %s."
        + WHAT_TO_DO,
        machine=True,
    )


def _is_in_project(path, full, project):
    """By name: files of a project may be links to where their contents are."""
    if project is not None:
        return project.has(full)
    folder = os.path.dirname(bpy.data.filepath)
    return path.startswith("//") and full.startswith(folder + os.sep)
