import type english from '../en/notifications.ts';
import type { SameKeys } from '../same-keys.ts';

const texts: SameKeys<typeof english> = {
  title: 'Benachrichtigungen',
  text: 'Wenn ein Auftrag von Ihnen endet, sagt es dieser Browser: auf der Seite, solange Sie hinsehen.',
  kinds: {
    succeeded: 'Wenn ein Auftrag fertig ist',
    failed: 'Wenn ein Auftrag fehlgeschlagen ist',
  },
  systemOff: 'Während Sie etwas anderes ansehen, kann es auch Ihr Computer zeigen.',
  systemOn: 'Während Sie etwas anderes ansehen, zeigt es auch Ihr Computer.',
  switchOn: 'Benachrichtigungen erlauben',
  switchOff: 'Ausschalten',
  missing: 'Ihr Browser zeigt Benachrichtigungen nur von Seiten über HTTPS oder von diesem Computer.',
  denied:
    'Ihr Browser erlaubt dieser Seite keine Benachrichtigungen. In seinen Einstellungen für diese Seite lässt sich das ändern.',
  one: {
    succeeded: 'Ein Auftrag ist fertig',
    failed: 'Ein Auftrag ist fehlgeschlagen',
  },
  many: '{{count}} Aufträge sind zu Ende',
  allDone: 'Alle sind fertig.',
  someFailed: '{{done}} fertig, {{failed}} fehlgeschlagen',
};

export default texts;
