"""The compositor's nodes of a scene, whatever Blender calls the tree."""


def compositor_nodes(scene):
    """All nodes that are in use, those within groups too."""
    tree = getattr(scene, "compositing_node_group", None)
    if tree is None and getattr(scene, "use_nodes", False):
        tree = getattr(scene, "node_tree", None)
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
        if hasattr(node, "directory"):
            node.directory = directory
            node.file_name = _free(node.file_name, node, taken)
        elif node.format.file_format == "OPEN_EXR_MULTILAYER":
            # Here it is the beginning of one file's path.
            leaf = node.base_path.replace("\\", "/").rstrip("/").rpartition("/")[2]
            node.base_path = directory.rstrip("/\\") + "/" + _free(leaf or "layers", node, taken)
        else:
            node.base_path = directory
            for slot in node.file_slots:
                slot.path = _free(slot.path, node, taken)


def _free(name, node, taken):
    """In the frame's folder or below it, and no two nodes with the same name."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    name = "/".join(parts)
    if name in taken:
        name = "%s_%s" % (node.name.replace("/", "_"), name)
    taken.add(name)
    return name
