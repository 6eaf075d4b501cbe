import type english from '../en/templates.ts';
import type { SameKeys } from '../same-keys.ts';

const texts: SameKeys<typeof english> = {
  title: 'Vorlagen für Aufträge',
  none: 'Noch keine. Bewahren Sie die Einstellungen eines Auftrags unter einem Namen auf, wenn Sie ihn einreichen.',
  shared: 'Für alle',
  changed: 'Geändert {{when}}',
  actionsOf: 'Aktionen für {{name}}',
  rename: 'Umbenennen',
  name: 'Name',
  delete: 'Löschen',
  deleteTitle: '{{name}} löschen?',
  deleteText: 'Aufträge, die damit eingereicht wurden, bleiben, wie sie sind.',
};

export default texts;
