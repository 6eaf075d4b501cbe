import type administration from './en/administration.ts';
import type common from './en/common.ts';
import type engines from './en/engines.ts';
import type errors from './en/errors.ts';
import type farm from './en/farm.ts';
import type machines from './en/machines.ts';
import type notifications from './en/notifications.ts';
import type phrases from './en/phrases.ts';
import type settings from './en/settings.ts';
import type submit from './en/submit.ts';
import type film from './en/film.ts';
import type task from './en/task.ts';
import type tasks from './en/tasks.ts';
import type templates from './en/templates.ts';
import type webhooks from './en/webhooks.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    /** One a feature: add a catalogue here, and in every language. */
    resources: {
      administration: typeof administration;
      common: typeof common;
      engines: typeof engines;
      errors: typeof errors;
      film: typeof film;
      farm: typeof farm;
      machines: typeof machines;
      notifications: typeof notifications;
      phrases: typeof phrases;
      settings: typeof settings;
      submit: typeof submit;
      task: typeof task;
      tasks: typeof tasks;
      templates: typeof templates;
      webhooks: typeof webhooks;
    };
  }
}
