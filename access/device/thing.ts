/** What things there are. */
export const THING_KINDS = ["camera", "traffic-camera", "street-light", "sensor", "other"] as const;

type ThingKind = (typeof THING_KINDS)[number];

/** Where a device was seen, or where it must be: a NAS, and on it a port or a radio. */
export type Place = {
  readonly nasId: number;
  /** NAS-Port-Id; `null` where nothing was said or nothing is demanded */
  readonly nasPortId: string | null;
  /** Called-Station-Id, as the NAS writes it */
  readonly calledStationId: string | null;
};

/** A device without a person: it has a VLAN instead of a plan, and a place instead of a phone number. */
export type Thing = {
  readonly id: number;
  /** `aa:bb:cc:dd:ee:01` */
  readonly mac: string;
  readonly name: string;
  readonly kind: ThingKind;
  /** 1 to 4094; `null` leaves it in the network of its port */
  readonly vlan: number | null;
  /** the only place it may log in at; `null` for anywhere */
  readonly pin: Place | null;
};

/** Accounts from here on are things'; people's are counted from 1 and never come near. */
export const FIRST_THING_ACCOUNT = 2 ** 47;

/** The account a thing's sessions are kept under: as a person's, but in a class of its own that nobody is charged for. */
export const thingAccount = (thingId: number): number => FIRST_THING_ACCOUNT + thingId;

/** A thing's months begin on the first; nobody's quota hangs on it. */
export const THING_ANCHOR_DAY = 1;

/** Whether an account is a thing's, and not a person's. */
export const isThingAccount = (account: number): boolean => account >= FIRST_THING_ACCOUNT;
