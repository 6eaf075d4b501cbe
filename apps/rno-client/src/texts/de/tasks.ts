import type english from '../en/tasks.ts';
import type { SameKeys } from '../same-keys.ts';

const texts: SameKeys<typeof english> = {
  title: 'Aufträge',
  count_one: '{{shown}} Auftrag',
  count_other: '{{shown}} Aufträge',
  search: 'Nach Name, Nummer oder Besitzer suchen',
  allEngines: 'Alle Engines',
  columns: {
    poster: 'Neuestes Bild',
    fileName: 'Name',
    state: 'Zustand',
    progress: 'Fortschritt',
    etaMs: 'Fertig',
    engine: 'Engine',
    fileSize: 'Größe',
    priority: 'Priorität',
    queuedAt: 'Eingereicht',
    owner: 'Besitzer',
  },
  frames: '{{done}} von {{total}} Bildern',
  framesFailed_one: '{{count}} gescheitert',
  framesFailed_other: '{{count}} gescheitert',
  range: '{{low}} – {{high}}',
  perFrame: '{{time}} je Bild',
  select: '{{name}} auswählen',
  selectAll: 'Alle Aufträge auswählen',
  selectNone: 'Auswahl aufheben',
  bulk: 'Ausgewählte Aufträge ändern',
  selected_one: '{{count}} ausgewählt',
  selected_other: '{{count}} ausgewählt',
  pause: 'Anhalten',
  resume: 'Fortsetzen',
  more: 'Mehr',
  requeue: 'Gescheiterte Bilder neu rendern',
  cancel: 'Abbrechen',
  delete: 'Löschen',
  deleted_one: '{{count}} Auftrag gelöscht',
  deleted_other: '{{count}} Aufträge gelöscht',
  deletionWaits_one:
    'RenderAPI antwortet nicht. {{count}} Auftrag wird gelöscht, sobald es wieder antwortet.',
  deletionWaits_other:
    'RenderAPI antwortet nicht. {{count}} Aufträge werden gelöscht, sobald es wieder antwortet.',
  deletionWaitsForLogin_one:
    'Ihre Sitzung ist beendet. {{count}} Auftrag wird gelöscht, wenn Sie sich hier wieder anmelden.',
  deletionWaitsForLogin_other:
    'Ihre Sitzung ist beendet. {{count}} Aufträge werden gelöscht, wenn Sie sich hier wieder anmelden.',
  notDone_one: '{{count}} Auftrag bleibt, wie er ist',
  notDone_other: '{{count}} Aufträge bleiben, wie sie sind',
  failed: 'Es wurde nichts geändert',
  priorities: {
    at90: 'Höchste (90)',
    at70: 'Hoch (70)',
    at50: 'Normal (50)',
    at30: 'Niedrig (30)',
    at10: 'Niedrigste (10)',
  },
  none: 'Noch keine Aufträge',
  noneText: 'Reichen Sie eine Szene, einen Ordner oder ein .zip ein, und sehen Sie hier die Bilder ankommen.',
  first: 'Den ersten Auftrag einreichen',
  nothingFound: 'Kein Auftrag passt',
  nothingFoundText: 'Mit anderen Wörtern oder weniger Filtern finden Sie vielleicht, was Sie suchen.',
  clearFilters: 'Alle Aufträge zeigen',
  keys: {
    next: 'Nächster Auftrag',
    previous: 'Voriger Auftrag',
    open: 'Den Auftrag öffnen',
    select: 'Den Auftrag auswählen',
    delete: 'Die ausgewählten Aufträge löschen',
  },
};

export default texts;
