/** What is said when tasks end. */
export default {
  title: 'Notifications',
  text: 'When a task of yours ends, this browser says so: on the page while you look at it.',
  kinds: {
    succeeded: 'When a task is done',
    failed: 'When a task has failed',
  },
  systemOff: 'While you look at something else, your computer can show it too.',
  systemOn: 'While you look at something else, your computer shows it too.',
  switchOn: 'Allow notifications',
  switchOff: 'Switch off',
  missing: 'Your browser shows notifications only for pages that come by HTTPS, or from this computer.',
  denied:
    'Your browser does not let this page show notifications. Its settings for this page can change that.',
  one: {
    succeeded: 'A task is done',
    failed: 'A task has failed',
  },
  many: '{{count}} tasks have ended',
  allDone: 'All of them are done.',
  someFailed: '{{done}} done, {{failed}} failed',
};
