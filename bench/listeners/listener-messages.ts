export type ListenerOrder =
  | {
      readonly kind: 'listen';
      readonly port: number;
      readonly users: readonly { readonly email: string; readonly token: string }[];
      readonly listenersOfUser: number;
    }
  /** Asks when each listener of the user has been sent this text. */
  | { readonly kind: 'expect'; readonly email: string; readonly text: string };

export type ListenerReport =
  | { readonly kind: 'listening' }
  | { readonly kind: 'expecting' }
  /** In ms since 1970, in the order in which they came. */
  | { readonly kind: 'told'; readonly atMs: readonly number[] }
  | { readonly kind: 'failed'; readonly message: string };
