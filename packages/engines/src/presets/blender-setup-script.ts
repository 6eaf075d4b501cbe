/**
 * Python that Blender runs after it has opened the scene. It is the same for every task: values arrive as
 * `key=value` after `--`, and are looked up in it, never compiled. No double quotes (it stands between two in
 * the template) and no backslashes.
 *
 * What it sets, and why: denoising goes off where Blender was built without OpenImageDenoise, which would end
 * the render at its first frame; existing files are written again, because one of them may be half of an
 * attempt that was killed.
 */
export const blenderSetupScript = [
  'import bpy, sys',
  "given = dict(a.split('=', 1) for a in sys.argv[sys.argv.index('--') + 1:])",
  'def pick(kind, name, items):',
  '    if name not in items:',
  "        raise SystemExit('Error: The scene file has no %s named %s. It has: %s' % (kind, name, ', '.join(items[:20]) or 'none'))",
  'scene = bpy.context.scene',
  "if 'scene' in given:",
  "    pick('scene', given['scene'], bpy.data.scenes.keys())",
  "    scene = bpy.data.scenes[given['scene']]",
  "if 'camera' in given:",
  "    pick('camera', given['camera'], [o.name for o in scene.objects if o.type == 'CAMERA'])",
  "    scene.camera = scene.objects[given['camera']]",
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
  "    except TypeError: raise SystemExit('Error: This Blender cannot write the format ' + name)",
  'scene.render.use_file_extension = True',
  'scene.render.use_overwrite = True',
  'scene.render.use_placeholder = False',
  'try: from _cycles import with_openimagedenoise as can_denoise',
  'except ImportError: can_denoise = True',
  'for owner in [] if can_denoise else [scene] + list(scene.view_layers):',
  "    if getattr(getattr(owner, 'cycles', None), 'use_denoising', False):",
  '        owner.cycles.use_denoising = False',
  "        print('Warning: denoising is off for ' + owner.name + ': this Blender was built without OpenImageDenoise')",
].join('\n');
