import type english from '../en/webhooks.ts';
import type { SameKeys } from '../same-keys.ts';

const texts: SameKeys<typeof english> = {
  title: 'Webhooks',
  text: 'Adressen, denen RenderAPI sagt, wenn ein Auftrag von Ihnen endet: ein Chat, eine Pipeline, ein Skript.',
  textFarm:
    'Adressen, denen RenderAPI sagt, wenn irgendein Auftrag endet oder ein Rechner in Schwierigkeiten ist.',
  add: 'Webhook hinzufügen',
  change: 'Ändern',
  remove: 'Entfernen',
  save: 'Speichern',
  actionsOf: 'Aktionen für {{url}}',
  url: 'Adresse',
  urlHint: 'Im Internet, wenn die Farm nicht andere erlaubt',
  urlHintFarm: 'Im Internet oder im lokalen Netz',
  events: 'Was sie erfährt',
  noEvents: 'Wählen Sie mindestens eines.',
  kinds: {
    'task-succeeded': 'Auftrag fertig',
    'task-failed': 'Auftrag fehlgeschlagen',
    'task-canceled': 'Auftrag abgebrochen',
    'machine-lost': 'Rechner verloren',
    'machine-quarantined': 'Rechner in Quarantäne',
    test: 'Test',
  },
  active: 'Aktiv',
  off: 'Aus',
  offBecause: {
    'owner-no-admin': '{{owner}}, von dem oder der er stammt, verwaltet die Farm nicht mehr.',
    'owner-inactive': '{{owner}}, von dem oder der er stammt, ist nicht mehr aktiv.',
  },
  takeOver: 'Übernehmen',
  test: 'Test senden',
  log: 'Zustellungen',
  nothingSent: 'In den letzten 30 Tagen wurde nichts gesendet.',
  states: {
    delivered: 'Zugestellt',
    pending: 'Wartet',
    'given-up': 'Aufgegeben',
  },
  status: 'Antwort {{status}}',
  tries: '{{count}} Versuche',
  nextTry: 'nächster Versuch {{when}}',
  again: 'Noch einmal senden',
  more: 'Mehr zeigen',
  failed: 'Das hat nicht geklappt',
  removeTitle: 'Diesen Webhook entfernen?',
  removeText: '{{url}} erfährt nichts mehr; was noch zu senden ist, entfällt.',
  secretTitle: 'Das Geheimnis des Webhooks',
  secret: 'Geheimnis',
  secretText:
    'Damit ist unterschrieben, was gesendet wird, wie es Standard Webhooks vorsieht: So weiß der Empfänger, von wem es kommt. Es wird nur jetzt gezeigt.',
  secretKept: 'Ich habe es aufbewahrt',
};

export default texts;
