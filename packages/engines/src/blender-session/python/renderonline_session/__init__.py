"""RenderOnline inside Blender (docs/blender-sessions.md). Works from Blender 3.4: features are looked for, not versions."""
