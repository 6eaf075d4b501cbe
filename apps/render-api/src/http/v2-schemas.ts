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

/** What routes that change something may answer as well. */
export const conflicts = {
  403: problem('The user may not: a limit is reached, or the farm does not allow it.'),
  409: problem('It is not possible in the state that the task is in.'),
};

/** What may become of requests that are limited in number, or must come from a page of ours. */
export const limitedProblems = {
  ...problems,
  403: problem('A page of another origin asked.'),
  429: problem('Too many were tried. Retry-After says how long to wait.'),
};

/** What routes for admins may answer. */
export const adminProblems = {
  ...problems,
  403: problem('Only an admin of the farm may do this, or nobody may.'),
  404: problem('There is no such thing.'),
  409: problem('Something else has the name, or refers to it, or it would be the last.'),
};

/** What requests with an Idempotency-Key may be answered as well. */
export const keyProblems = {
  422: problem('The key was sent with another request before.'),
};

/** What may become of an upload as well. */
export const uploadProblems = {
  408: problem('The upload stood still.'),
  413: problem('The upload is too large.'),
  507: problem('The disk is full.'),
};
