/** What is administered, in the order of its tabs. */
export const administrationSections = [
  'users',
  'subscriptions',
  'engines',
  'argument-types',
  'webhooks',
  'settings',
] as const;
export type AdministrationSection = (typeof administrationSections)[number];

/** Where every page is. Nobody else puts an address together. */
export const addresses = {
  tasks: '/',
  task: (taskId: number) => `/tasks/${taskId}`,
  submit: '/submit',
  machines: '/machines',
  machine: (machineId: number) => `/machines/${machineId}`,
  farm: '/farm',
  administration: '/administration',
  administrationOf: (what: AdministrationSection) => `/administration/${what}`,
  engine: (engineId: number | 'new') => `/administration/engines/${engineId}`,
  account: '/account',
  setup: '/setup',
} as const;
