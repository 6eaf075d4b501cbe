import type common from './en/common.ts';
import type submit from './en/submit.ts';
import type tasks from './en/tasks.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    /** One a feature: add a catalogue here, and in every language. */
    resources: {
      common: typeof common;
      submit: typeof submit;
      tasks: typeof tasks;
    };
  }
}
