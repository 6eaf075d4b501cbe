/**
 * Python that Blender runs after it has opened the scene, in a task's own process and in a session. It is the
 * same for every task: values arrive as `key=value` after `--`, and are looked up in it, never compiled. No
 * double quotes (it stands between two in the template) and no backslashes.
 *
 * What it sets besides the values, and why: denoising that this Blender was built without would end the render at
 * its first frame with "Build without OpenImageDenoiser"; the task is refused with what to do about it, or
 * rendered without when it says so. Existing files are written again, because one of them may be half of an
 * attempt that was killed.
 *
 * A session reads `scene`, `rendered` (the scenes whose pixels are in the result) and `warnings` afterwards, and
 * `code_of_finding` of a refusal.
 */
export const blenderSetupScript = [
  'import bpy, sys',
  "given = dict(a.split('=', 1) for a in sys.argv[sys.argv.index('--') + 1:])",
  'warnings = []',
  'def refuse(code, text):',
  "    fault = SystemExit('Error: ' + text)",
  '    fault.code_of_finding = code',
  '    raise fault',
  'def warn(code, text):',
  "    print('Warning: ' + text)",
  '    warnings.append((code, text))',
  'def pick(kind, name, items):',
  '    if name not in items:',
  "        refuse(kind.replace(' ', '-') + '-unknown', 'The scene file has no %s named %s. It has: %s' % (kind, name, ', '.join(items[:20]) or 'none'))",
  'scene = bpy.context.scene',
  "if 'scene' in given:",
  "    pick('scene', given['scene'], bpy.data.scenes.keys())",
  "    scene = bpy.data.scenes[given['scene']]",
  "if 'camera' in given:",
  "    pick('camera', given['camera'], [o.name for o in scene.objects if o.type == 'CAMERA'])",
  "    scene.camera = scene.objects[given['camera']]",
  "if 'view_layer' in given:",
  "    pick('view layer', given['view_layer'], scene.view_layers.keys())",
  '    for layer in scene.view_layers:',
  "        layer.use = layer.name == given['view_layer']",
  "if 'samples' in given:",
  "    if hasattr(scene, 'cycles'): scene.cycles.samples = int(given['samples'])",
  "    scene.eevee.taa_render_samples = int(given['samples'])",
  "if 'resolution_percentage' in given:",
  "    scene.render.resolution_percentage = int(given['resolution_percentage'])",
  "if 'output_format' in given:",
  "    name = given['output_format'].lstrip('.').upper()",
  "    name = dict(JPG='JPEG', TIF='TIFF', EXR='OPEN_EXR', MULTILAYER='OPEN_EXR_MULTILAYER', TGA='TARGA', RAWTGA='TARGA_RAW', JP2='JPEG2000', AVIJPEG='AVI_JPEG', AVIRAW='AVI_RAW').get(name, name)",
  "    if hasattr(scene.render.image_settings, 'media_type'): scene.render.image_settings.media_type = 'MULTI_LAYER_IMAGE' if name.endswith('MULTILAYER') else 'IMAGE'",
  '    try: scene.render.image_settings.file_format = name',
  "    except TypeError: refuse('format-is-movie' if name in ('AVI_RAW', 'AVI_JPEG') else 'format-unsupported', 'This Blender cannot write the format ' + name)",
  'scene.render.use_file_extension = True',
  'scene.render.use_overwrite = True',
  'scene.render.use_placeholder = False',
  "tree = scene.compositing_node_group if hasattr(scene, 'compositing_node_group') else scene.use_nodes and scene.node_tree",
  "layered = [n.scene for n in tree.nodes if n.type == 'R_LAYERS' and n.scene] if tree and scene.render.use_compositing else []",
  'rendered = [scene] + [s for s in dict.fromkeys(layered) if s != scene]',
  'try: from _cycles import with_openimagedenoise as can_denoise',
  'except ImportError: can_denoise = True',
  "cycles = [s for s in rendered if s.render.engine == 'CYCLES' and hasattr(s, 'cycles')]",
  "wanting = [s for s in cycles if s.cycles.use_denoising and any(l.use and getattr(l.cycles, 'use_denoising', True) for l in s.view_layers)]",
  "denoise = given.get('denoise', 'scene').lower()",
  "if denoise == 'off':",
  '    for s in cycles: s.cycles.use_denoising = False',
  'elif wanting and not can_denoise:',
  "    names = ', '.join(s.name for s in wanting)",
  "    if denoise != 'auto':",
  "        refuse('denoiser-missing', 'The scene asks for denoising (%s), and the Blender on this machine was built without OpenImageDenoise. Submit it again with its argument denoise set to off (in the command line: --arg denoise=off) to render it without, or install Blender from blender.org on this machine' % names)",
  "    warn('denoising-off', 'Denoising is off for %s: the Blender on this machine was built without OpenImageDenoise' % names)",
  '    for s in wanting: s.cycles.use_denoising = False',
].join('\n');
