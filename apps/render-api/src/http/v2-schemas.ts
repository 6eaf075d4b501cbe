import { Problem } from '@renderonline/contract';

/** For the route schemas of v2. */
export const tags = ['v2'];

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: Problem } },
});

/** What every v2 route may answer besides its own. */
export const problems = {
  400: problem('The request makes no sense.'),
  401: problem('Credentials are missing or wrong.'),
  404: problem('The user has no such thing.'),
  503: problem('Try again in a moment.'),
};
