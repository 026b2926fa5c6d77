/** How much a RadSec listener bears. */
export type Limits = {
  /** connections at once that have not proved who they are */
  readonly mostHandshakes: number;
  /** seconds a handshake may take, from the first octet of TCP on */
  readonly handshakeSeconds: number;
  /** connections of one NAS at once */
  readonly mostPerNas: number;
  /** packets of one connection in work at once, without rejects that wait; RADIUS has 256 identifiers (RFC 2865 section 3) */
  readonly mostInWork: number;
  /** seconds of silence after which a connection closes; watchdogs ask every 30 to 60 (radiusdtls-bis section 3.10) */
  readonly idleSeconds: number;
};

/** What a server bears unless told otherwise. */
export const LIMITS: Limits = {
  mostHandshakes: 512,
  handshakeSeconds: 10,
  mostPerNas: 16,
  mostInWork: 64,
  idleSeconds: 600,
};
