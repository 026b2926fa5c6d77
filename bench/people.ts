import { passwordOf as passwordOfGrant } from "#access/grant/live";
import { keyringOf } from "#access/runtime/keyring";

/** Who logs in, worked out from a number alone, so that those who seed and those who ask need not tell one another. */
export type Login = {
  /** 1 to the number of subscribers; the same person keeps the same device */
  readonly subscriberId: number;
  /** which NAS, 0 to 15 */
  readonly nas: number;
  readonly userName: string;
  readonly password: string;
  /** `AA-BB-…`, as a NAS writes it */
  readonly callingStationId: string;
};

/** How many NAS the people are spread over. */
export const NAS_COUNT = 16;

/** The master secret of the server of ours that is measured. */
export const MASTER = "bench-master-secret-of-this-machine-only";

/** The secret every NAS shares with the servers. */
export const SECRET = "bench-secret-of-this-machine-only";

/** NAS-Identifier of a NAS. */
export const nasIdentifier = (nas: number): string => `bench-${nas}`;

const keyring = keyringOf(MASTER);

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const TAGS = 64;

/** Scatters numbers over people without repeating a pattern; coprime with every round number. */
const STRIDE = 7_368_787;

const base32 = (number: number, length: number): string => {
  let text = "";
  for (let rest = number; text.length < length; rest = Math.floor(rest / 32))
    text = ALPHABET[rest % 32] + text;
  return text;
};

/** The person of a login number. */
const subscriberOf = (number: number, subscribers: number): number => ((number * STRIDE) % subscribers) + 1;

/** A person's device. */
export const macOf = (subscriberId: number): string =>
  `02${subscriberId.toString(16).padStart(10, "0")}`.match(/../g)!.join(":");

const grantLogin = (number: number, subscriberId: number): string => {
  const tag = subscriberId % TAGS;
  return `w-${ALPHABET[(number % 16) * 2 + (tag >> 5)]}${ALPHABET[tag & 31]}${base32(number, 10)}`;
};

const loginOf = (subscriberId: number, userName: string, password: string): Login => ({
  subscriberId,
  nas: subscriberId % NAS_COUNT,
  userName,
  password,
  callingStationId: macOf(subscriberId).replaceAll(":", "-").toUpperCase(),
});

/** A login by a grant, used once: the name and password the portal would have handed out. */
export const grantOf = (number: number, subscribers: number): Login => {
  const subscriberId = subscriberOf(number, subscribers);
  const userName = grantLogin(number, subscriberId);
  return loginOf(subscriberId, userName, passwordOfGrant(keyring, userName));
};

/** A person's name with a server that knows names and passwords. */
export const userNameOf = (subscriberId: number): string => `user${subscriberId}`;

/** A person's password there. */
export const passwordOf = (subscriberId: number): string => `secret${subscriberId}`;

/** A login by name and password. */
export const accountOf = (number: number, subscribers: number): Login => {
  const subscriberId = subscriberOf(number, subscribers);
  return loginOf(subscriberId, userNameOf(subscriberId), passwordOf(subscriberId));
};
