import type { CreateLeaseRunner } from './lease-runner.ts';

export const createLeaseRunner: CreateLeaseRunner = () => Promise.reject(new Error('not there yet'));
