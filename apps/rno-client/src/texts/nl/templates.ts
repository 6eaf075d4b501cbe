import type english from '../en/templates.ts';
import type { SameKeys } from '../same-keys.ts';

const texts: SameKeys<typeof english> = {
  title: 'Sjablonen van taken',
  none: 'Nog geen. Bewaar de instellingen van een taak onder een naam wanneer u hem indient.',
  shared: 'Gedeeld met iedereen',
  changed: 'Gewijzigd {{when}}',
  actionsOf: 'Acties voor {{name}}',
  rename: 'Hernoemen',
  name: 'Naam',
  delete: 'Verwijderen',
  deleteTitle: '{{name}} verwijderen?',
  deleteText: 'Taken die ermee zijn ingediend, blijven zoals ze zijn.',
};

export default texts;
