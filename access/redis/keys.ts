/** How many hash tags the subscribers are spread over; fixed, since the tag is part of every stored key. */
export const TAGS = 64;

/** All hash tags, 0 to 63. */
export const allTags: readonly number[] = Array.from({ length: TAGS }, (_, tag) => tag);

/** The hash tag of a subscriber: everything about one person lies in one Redis Cluster slot. */
export const tagOf = (subscriberId: number): number => subscriberId % TAGS;

/** A tag for what belongs to no subscriber yet (a visit, a device at a NAS): any stable text spread evenly. */
const tagOfText = (text: string): number => {
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) sum = (sum * 31 + text.charCodeAt(index)) >>> 0;
  return sum % TAGS;
};

/** Every Redis key of the program is spelled here and nowhere else. */
export const keys = {
  /** packed values of a person: plan, what was used, live sessions (`access/subscriber/live.ts`) */
  person: (tag: number, subscriberId: number) => `{${tag}}:u:${subscriberId}`,
  /** packed values of a session (`access/session/packed.ts`) */
  session: (tag: number, sessionId: string) => `{${tag}}:x:${sessionId}`,
  /** what stood at a key and nobody of ours wrote (`access/session/replace.lua`) */
  aside: (key: string) => `${key}:aside`,
  /** zset `<subscriber>:<session>` of every live session of the tag by when it is to be looked at, epoch ms */
  online: (tag: number) => `{${tag}}:online`,
  /** packed values of a grant (`access/grant/live.ts`) */
  grant: (tag: number, loginId: string) => `{${tag}}:g:${loginId}`,
  /** string `<subscriber>:<session>` of a NAS's Acct-Session-Id */
  nasSession: (nasId: number, nasSessionId: string) => `{${nasId % TAGS}}:asid:${nasId}:${nasSessionId}`,
  /** stream of what happened and is not yet in PostgreSQL, in pages (`access/ledger/entry.ts`) */
  ledger: (tag: number) => `{${tag}}:ledger`,
  /** string: which filling of Redis this is; absent after a flush */
  ready: (tag: number) => `{${tag}}:ready`,
  /** zset `<subscriber>:<session>` of changes of authorization still owed, by due instant, epoch ms */
  due: (tag: number) => `{${tag}}:due`,
  /** zset `<subscriber>:<session>` of changes left to who has a connection of a NAS, by when each is due again, epoch ms */
  handed: (nasId: number) => `{${nasId % TAGS}}:handed:${nasId}`,
  /** hash: who does what follows from something all processes heard of (`access/notice/claim.lua`) */
  claim: (tag: number, about: string) => `{${tag}}:claim:${about}`,
  /** hash: a visit to the portal */
  visit: (visitToken: string) => `{${tagOfText(visitToken)}}:visit:${visitToken}`,
  /** string: the visit token of a device at a NAS */
  visitOf: (nasId: number, mac: string) => `{${tagOfText(mac)}}:visit-of:${nasId}:${mac}`,
  /** string: the login id of the grant that waits for a device its NAS led to the portal */
  ledGrant: (nasId: number, mac: string) => `{${tagOfText(mac)}}:led:${nasId}:${mac}`,
  /** hash: what a NAS had counted by Acct-Session-Id before the login of a device it led to the portal */
  ledCounted: (nasId: number, nasSessionId: string) =>
    `{${nasId % TAGS}}:led-counted:${nasId}:${nasSessionId}`,
  /** list of devices about which a NAS is to ask again, JSON (`access/device/led.ts`) */
  askAgain: (nasId: number) => `{${nasId % TAGS}}:ask-again:${nasId}`,
  /** hash: a pending SMS code, and the counters of its sending; one tag, so that check-and-send is one script */
  code: (visitToken: string) => `{sms}:code:${visitToken}`,
  smsLimit: (what: "number" | "block" | "device" | "site" | "visit", mark: string, span: string) =>
    `{sms}:limit:${what}:${mark}:${span}`,
  /** list of messages on a pretend phone, newest first; the mark is the keyring's blind of the number, hex */
  labSms: (mark: string) => `{lab}:sms:${mark}`,
  /** hash of counters by reason of what a NAS sent that could not be trusted, by local day */
  faults: (day: string) => `{faults}:${day}`,
  /** hash nas id → epoch ms of its last packet */
  heard: "{heard}",
} as const;

/** The channel on which programs tell one another that something they may have cached has changed. */
export const NOTICES = "hien:notice";
