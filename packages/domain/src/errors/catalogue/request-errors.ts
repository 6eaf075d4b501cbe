import type { CatalogueEntry } from './entry.ts';

/** Refusals that any request can meet, whatever it asks for. */
export const requestErrors = {
  unauthorized: {
    kind: 'unauthenticated',
    summary: 'The e-mail and token are missing or wrong, or the user is not active.',
    whatToDo: 'Send both; if they are right, an administrator activates the user or sets a new token.',
  },
  'cross-site-request': {
    kind: 'forbidden',
    summary: 'A page of another origin asked, or one that does not say where it comes from.',
    whatToDo:
      'Open the farm itself in the browser; behind a proxy, have it pass the Host header on as it is. Programs send email and token.',
  },
  'session-not-found': {
    kind: 'not-found',
    summary: "The user has no such session: it was ended, or is another user's.",
    whatToDo: 'Look at the list of sessions again.',
  },
  'setup-done': {
    kind: 'conflict',
    summary: 'The farm was set up already: it has users.',
    whatToDo: 'Log in, or have an admin add you; `renderonline user add` does so as well.',
  },
  'setup-code-wrong': {
    kind: 'forbidden',
    summary: 'The code is not the one of the link that RenderAPI has shown.',
    whatToDo: 'Open the newest link: RenderAPI shows another one whenever it starts on a farm without users.',
  },
  'webhook-not-found': {
    kind: 'not-found',
    summary: "There is no such webhook or delivery, or it is another user's.",
    whatToDo: 'Look at the list of webhooks again.',
  },
  'webhook-limit-reached': {
    kind: 'quota',
    summary: 'The user has as many webhooks as one may have.',
    whatToDo: 'Remove one that is not needed.',
  },
  'webhook-url-invalid': {
    kind: 'invalid',
    summary: 'The address of a webhook is none that RenderAPI sends to.',
    whatToDo:
      'Give an http or https address without a password. Addresses of the local network are for webhooks of the farm, or need WebhookAllowsPrivateAddresses.',
  },
  'admins-only': {
    kind: 'forbidden',
    summary: 'Only an admin of the farm may do this.',
    whatToDo: 'Ask an admin; `renderonline user set USER --role admin` makes one.',
  },
  'statistics-too-large': {
    kind: 'invalid',
    summary: 'Statistics were asked of more than one answer can be made of.',
    whatToDo: 'Ask for a shorter time, or for days in place of hours.',
  },
  'content-type-not-json': {
    kind: 'invalid',
    summary: 'The request does not say that it carries JSON.',
    whatToDo: 'Send the header Content-Type: application/json.',
  },
  'body-invalid': {
    kind: 'invalid',
    summary: 'The request is not the JSON that this endpoint needs.',
    whatToDo: 'Compare it with /openapi.json.',
  },
  'request-invalid': {
    kind: 'invalid',
    summary: 'A parameter or a header of the request is missing or has a value that makes no sense.',
    whatToDo: 'Correct the named parameter; /openapi.json has them all.',
  },
  'request-too-large': {
    kind: 'too-large',
    summary: 'The request is larger than this endpoint accepts.',
    whatToDo: 'Send less, or have the limit raised in the configuration.',
  },
  'request-timed-out': {
    kind: 'invalid',
    summary: 'The request did not arrive whole in time.',
    whatToDo: 'Check the connection and send it again.',
  },
  'idempotency-key-reused': {
    kind: 'conflict',
    summary: 'The Idempotency-Key was sent with another request before.',
    whatToDo:
      'Send each request with a key of its own, and the same key only when the same request is sent again.',
  },
  'too-busy': {
    kind: 'unavailable',
    summary: 'The server has more to do at once than it allows itself.',
    whatToDo: 'Try again in a moment.',
  },
  'too-many-streams': {
    kind: 'unavailable',
    summary: 'The user has as many event streams of this kind open as a user may.',
    whatToDo:
      'Close those that nobody reads; MaxEventStreamsPerUser of RenderAPI is the limit. Broken ones end by themselves.',
  },
  'route-not-found': {
    kind: 'not-found',
    summary: 'There is nothing at this address.',
    whatToDo: 'Check the address; /openapi.json has them all.',
  },
  'shutting-down': {
    kind: 'unavailable',
    summary: 'The server is about to stop and takes nothing new.',
    whatToDo: 'Try again in a moment.',
  },
  'internal-error': {
    kind: 'internal',
    summary: 'Something happened that RenderOnline did not foresee.',
    whatToDo: "Look in the server's log for the request's id, and report it.",
  },
} as const satisfies Record<string, CatalogueEntry>;
