/** Where every page is. Nobody else puts an address together. */
export const addresses = {
  tasks: '/',
  task: (taskId: number) => `/tasks/${taskId}`,
  submit: '/submit',
  machines: '/machines',
  machine: (machineId: number) => `/machines/${machineId}`,
  farm: '/farm',
  administration: '/administration',
  administrationOf: (
    what: 'users' | 'subscriptions' | 'engines' | 'argument-types' | 'machines' | 'webhooks',
  ) => `/administration/${what}`,
  account: '/account',
  setup: '/setup',
} as const;
