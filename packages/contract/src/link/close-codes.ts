/** Why RenderAPI closes a link, beside WebSocket's own codes; the reason says it in words. */
export const linkCloseCodes = {
  /** RenderAPI ends, or schedules no more: come back at once, there or at another. */
  goingAway: 1001,
  /** A message that is none of the contract's, or out of order: the agent has a bug, or is not ours. */
  invalidMessage: 1008,
  /** Not now: come back later. */
  tryAgain: 1013,
  /** A message larger than `linkLimits.messageBytes`. */
  messageTooLarge: 1009,
  /** Another connection of the same machine has taken its place: do not come back. */
  replaced: 4001,
  /** The credential was revoked, or the machine removed: do not come back. */
  revoked: 4003,
  /** Nothing was heard, or nothing was read, for too long: come back. */
  silent: 4008,
  /** More messages than the link allows: come back later. */
  tooFast: 4029,
} as const;
