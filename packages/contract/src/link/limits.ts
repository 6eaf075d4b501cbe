/** The one version there is, as the WebSocket subprotocol names it. */
export const linkSubprotocol = 'renderonline.link.1';

/**
 * What came to version 1 after its first agents: RenderAPI says it only to agents whose `hello.knows` names it.
 * `follow-logs`: the message of that type. `manifests`: tasks whose project has several files.
 */
export const linkAbilities = ['follow-logs', 'manifests'] as const;
export type LinkAbility = (typeof linkAbilities)[number];

/** Where the link is opened, and below which its HTTP endpoints lie. */
export const linkPath = '/renderapi/link';

/** The file in RenderAPI's folder of contents whose text is `welcome.contentsId`: it proves that a machine sees the folder. */
export const contentsMarkerName = '.renderonline-contents';

/** What either side of the link refuses. Sizes are UTF-8 bytes unless a name says otherwise. */
export const linkLimits = {
  /** One message. */
  messageBytes: 256 * 1024,
  /** Leases in one offer, one cancel or one hello. */
  leases: 1024,
  /** Files of one frame. */
  outputsPerFrame: 256,
  /** Items of one progress message. */
  progressItems: 256,
  /** Code units of the end of a renderer's log that travels with a lease's end. */
  logTailLength: 8192,
  /** Code units of any message for people. */
  textLength: 4096,
  /** Of renderers' logs in one request. */
  logBytes: 1024 * 1024,
  warnings: 32,
  findings: 256,
  /** How many progress messages an agent may send in a second, on the whole. */
  progressPerSecond: 4,
} as const;
