export * from './attempt-log.ts';
export * from './attempt.ts';
export * from './requests.ts';
export * from './status.ts';
