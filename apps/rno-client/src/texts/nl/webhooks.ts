import type english from '../en/webhooks.ts';
import type { SameKeys } from '../same-keys.ts';

const texts: SameKeys<typeof english> = {
  title: 'Webhooks',
  text: 'Adressen die RenderAPI inlicht als een taak van u eindigt: een chat, een pipeline, een script.',
  textFarm:
    'Adressen die RenderAPI inlicht als een taak van wie dan ook eindigt, of een machine in moeilijkheden is.',
  add: 'Webhook toevoegen',
  change: 'Wijzigen',
  remove: 'Verwijderen',
  save: 'Opslaan',
  actionsOf: 'Acties voor {{url}}',
  url: 'Adres',
  urlHint: 'Op internet, tenzij de farm andere toestaat',
  urlHintFarm: 'Op internet of in het lokale netwerk',
  events: 'Wat het verneemt',
  noEvents: 'Kies er minstens één.',
  kinds: {
    'task-succeeded': 'Taak klaar',
    'task-failed': 'Taak mislukt',
    'task-canceled': 'Taak geannuleerd',
    'machine-lost': 'Machine kwijt',
    'machine-quarantined': 'Machine in quarantaine',
    test: 'Test',
  },
  active: 'Actief',
  off: 'Uit',
  offBecause: {
    'owner-no-admin': '{{owner}}, die deze heeft toegevoegd, is geen beheerder meer.',
    'owner-inactive': '{{owner}}, die deze heeft toegevoegd, is niet meer actief.',
  },
  takeOver: 'Overnemen',
  test: 'Test sturen',
  log: 'Leveringen',
  nothingSent: 'De laatste 30 dagen is er niets gestuurd.',
  states: {
    delivered: 'Bezorgd',
    pending: 'Wacht',
    'given-up': 'Opgegeven',
  },
  status: 'antwoord {{status}}',
  tries: '{{count}} pogingen',
  nextTry: 'volgende poging {{when}}',
  again: 'Opnieuw sturen',
  more: 'Meer tonen',
  failed: 'Dit is niet gelukt',
  removeTitle: 'Deze webhook verwijderen?',
  removeText: '{{url}} verneemt niets meer; wat nog op verzending wacht, vervalt.',
  secretTitle: 'Het geheim van de webhook',
  secret: 'Geheim',
  secretText:
    'Wat wordt gestuurd, is hiermee ondertekend volgens Standard Webhooks, zodat de ontvanger weet van wie het komt. Het wordt maar één keer getoond.',
  secretKept: 'Ik heb het bewaard',
};

export default texts;
