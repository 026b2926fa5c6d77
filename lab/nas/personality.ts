/** The habits of access points that a server must count rightly with in spite of them. */
export const PERSONALITY_NAMES = [
  "plain",
  "no-gigawords",
  "swapped-octets",
  "reused-session-ids",
  "interim-after-stop",
  "unsigned",
  "refuses-without-cause",
  "silent",
  "shared-address",
  "wrong-clock",
] as const;

export type PersonalityName = (typeof PERSONALITY_NAMES)[number];

/** What a pretend NAS does otherwise than the RFCs, or than most. */
export type Personality = {
  readonly name: PersonalityName;
  /** whether its counters say how often they wrapped at 2^32 (RFC 2869 section 5.1) */
  readonly saysGigawords: boolean;
  /** whether it calls input what the person received, and says nothing of it */
  readonly swapsOctets: boolean;
  /** whether it counts its session ids from 1 again and again, and forgets Class */
  readonly reusesSessionIds: boolean;
  /** whether an Interim-Update follows each Stop */
  readonly reportsAfterStop: boolean;
  /** whether its Access-Requests carry a Message-Authenticator (CVE-2024-3596) */
  readonly signs: boolean;
  /** what it says to a change of authorization */
  readonly onChange: "obeys" | "refuses" | "silent";
  /** the address it takes for its own */
  readonly address: string;
  /** what its clock shows at an instant, epoch ms */
  readonly clock: (at: number) => number;
};

const plain: Personality = {
  name: "plain",
  saysGigawords: true,
  swapsOctets: false,
  reusesSessionIds: false,
  reportsAfterStop: false,
  signs: true,
  onChange: "obeys",
  address: "127.0.0.1",
  clock: (at) => at,
};

/** A NAS without a battery begins at 1970 whenever it starts; ten days is how long this one has been on. */
const SINCE_START = 864_000_000;

/** One entry a name; a forgotten one does not compile. */
export const PERSONALITIES: Readonly<Record<PersonalityName, Personality>> = {
  plain,
  "no-gigawords": { ...plain, name: "no-gigawords", saysGigawords: false },
  "swapped-octets": { ...plain, name: "swapped-octets", swapsOctets: true },
  "reused-session-ids": { ...plain, name: "reused-session-ids", reusesSessionIds: true },
  "interim-after-stop": { ...plain, name: "interim-after-stop", reportsAfterStop: true },
  unsigned: { ...plain, name: "unsigned", signs: false },
  "refuses-without-cause": { ...plain, name: "refuses-without-cause", onChange: "refuses" },
  silent: { ...plain, name: "silent", onChange: "silent" },
  "shared-address": { ...plain, name: "shared-address", address: "192.168.1.1" },
  "wrong-clock": { ...plain, name: "wrong-clock", clock: (at) => at % SINCE_START },
};

/** The personality of a NAS of a lab: the one that was named, or of a mixture each in turn. */
export const personalityOf = (wish: PersonalityName | "mixed", nasId: number): Personality =>
  PERSONALITIES[wish === "mixed" ? (PERSONALITY_NAMES[nasId % PERSONALITY_NAMES.length] ?? "plain") : wish];
