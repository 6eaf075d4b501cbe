import type english from '../en/notifications.ts';
import type { SameKeys } from '../same-keys.ts';

const texts: SameKeys<typeof english> = {
  title: 'Meldingen',
  text: 'Als een taak van u klaar is, zegt deze browser dat: op de pagina zolang u ernaar kijkt.',
  kinds: {
    succeeded: 'Als een taak klaar is',
    failed: 'Als een taak is mislukt',
  },
  systemOff: 'Terwijl u naar iets anders kijkt, kan uw computer het ook tonen.',
  systemOn: 'Terwijl u naar iets anders kijkt, toont uw computer het ook.',
  switchOn: 'Meldingen toestaan',
  switchOff: 'Uitschakelen',
  missing: 'Uw browser toont alleen meldingen van pagina’s via HTTPS, of van deze computer.',
  denied:
    'Uw browser laat deze pagina geen meldingen tonen. In de instellingen voor deze pagina kunt u dat wijzigen.',
  one: {
    succeeded: 'Een taak is klaar',
    failed: 'Een taak is mislukt',
  },
  many: '{{count}} taken zijn geëindigd',
  allDone: 'Ze zijn allemaal klaar.',
  someFailed: '{{done}} klaar, {{failed}} mislukt',
};

export default texts;
