/** Submissions that are kept under names. */
export default {
  title: 'Templates of tasks',
  none: 'None yet. Keep the settings of a task under a name when you submit it.',
  shared: 'Shared with everybody',
  changed: 'Changed {{when}}',
  actionsOf: 'Actions for {{name}}',
  rename: 'Rename',
  name: 'Name',
  delete: 'Delete',
  deleteTitle: 'Delete {{name}}?',
  deleteText: 'Tasks that were submitted with it stay as they are.',
};
