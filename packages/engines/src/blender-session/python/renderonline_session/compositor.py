"""The compositor's nodes of a scene, whatever Blender calls the tree."""


def compositor_nodes(scene):
    """All nodes that are in use, those within groups too."""
    if hasattr(scene, "compositing_node_group"):
        tree = scene.compositing_node_group
    else:
        tree = scene.node_tree if scene.use_nodes else None
    if tree is None or not getattr(scene.render, "use_compositing", True):
        return []
    return list(_nodes(tree, set()))


def _nodes(tree, seen):
    if tree is None or tree.name in seen:
        return
    seen.add(tree.name)
    for node in tree.nodes:
        if getattr(node, "mute", False):
            continue
        yield node
        if node.type == "GROUP":
            yield from _nodes(node.node_tree, seen)


def send_outputs_to(scene, directory):
    """Has File Output nodes write into the frame's folder: elsewhere their files would stay on this machine."""
    taken = set()
    for node in compositor_nodes(scene):
        if node.type != "OUTPUT_FILE":
            continue
        if hasattr(node, "file_output_items"):
            node.directory = literal(scene, directory)
            _name_files(node, taken)
        elif node.format.file_format == "OPEN_EXR_MULTILAYER":
            # Here it is the beginning of one file's path.
            leaf = node.base_path.replace("\\", "/").rstrip("/").rpartition("/")[2]
            node.base_path = literal(scene, directory.rstrip("/\\")) + "/" + _free(leaf or "layers", node, taken)
        else:
            node.base_path = literal(scene, directory)
            for slot in node.file_slots:
                slot.path = _free(slot.path, node, taken)


def _name_files(node, taken):
    """From 5.0 only an animation has the frame in their names by itself: `#` for it, where an animation would put it."""
    if node.format.file_format == "OPEN_EXR_MULTILAYER":
        node.file_name = _free(_numbered(node.file_name), node, taken)
        return
    node.file_name = _within(node.file_name)
    items = node.file_output_items
    for item in items:
        item.name = _numbered(item.name, node.file_name)
    names = {node.file_name + item.name for item in items}
    if names & taken:
        node.file_name = "%s_%s" % (node.name.replace("/", "_"), node.file_name)
        names = {node.file_name + item.name for item in items}
    taken |= names


def _numbered(name, before=""):
    leaf = (before + name).replace("\\", "/").rpartition("/")[2]
    return name if "#" in leaf else name + "####"


def literal(scene, path):
    """Later versions look up what stands in braces, and take two of them for one."""
    if "{" not in path and "}" not in path:
        return path
    settings = scene.render
    kept, settings.filepath = settings.filepath, "//{{"
    doubles = "{{" not in settings.frame_path(frame=1)
    settings.filepath = kept
    return path.replace("{", "{{").replace("}", "}}") if doubles else path


def _within(name):
    parts = [part for part in name.replace("\\", "/").split("/") if part not in (".", "..")]
    return "/".join(parts).lstrip("/")


def _free(name, node, taken):
    """In the frame's folder or below it, and no two nodes with the same name."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    name = "/".join(parts)
    if name in taken:
        name = "%s_%s" % (node.name.replace("/", "_"), name)
    taken.add(name)
    return name
