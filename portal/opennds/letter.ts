import { KIB } from "#access/vendors/opennds/limits";

/** The right a device brought along: the grant's name and password. */
type Right = { readonly loginId: string; readonly password: string };

/** A device that is let in at the gateway, and what it used; octets and seconds since it was let in. */
export type Client = {
  /** `aa:bb:cc:dd:ee:01` */
  readonly mac: string;
  /** null when it was let in by somebody else */
  readonly right: Right | null;
  readonly up: number;
  readonly down: number;
  readonly seconds: number;
};

/** What a gateway asks or tells. */
export type Letter =
  | { readonly kind: "open"; readonly mac: string; readonly ip: string; readonly right: Right }
  | { readonly kind: "end"; readonly how: string; readonly client: Client }
  | { readonly kind: "list"; readonly clients: readonly Client[] };

/** A letter and the nonce its answer is bound to. */
export type Sent = { readonly nonce: string; readonly letter: Letter };

const MAC = "(?<mac>(?:[0-9a-f]{2}:){5}[0-9a-f]{2})";
const CUSTOM = "(?<custom>[A-Za-z0-9+/=%]{1,400})";
const USED = ["up", "down", "seconds"] as const;
const numbers = (names: readonly string[]): string => names.map((name) => `(?<${name}>\\d{1,15})`).join(" ");

const HEAD = /^hien1 (?<nonce>[0-9a-f]{32}) (?<rest>[\s\S]*)$/;
const OPEN = new RegExp(`^open ${MAC} (?<ip>[0-9a-f.:]{2,45}) ${CUSTOM}$`);
const END = new RegExp(
  `^end (?<how>[a-z]{1,16})_deauth ${MAC} ${numbers(["down", "up", "seconds"])} ${CUSTOM}$`,
);
const CLIENT = new RegExp(`^${MAC} ${CUSTOM} ${numbers(USED)}$`);
const RIGHT = /^(?<loginId>w-[0-9a-hjkmnp-tv-z]{12})(?<password>[0-9a-hjkmnp-tv-z]{16})$/;

const groupsOf = (pattern: RegExp, text: string): Record<string, string> | undefined =>
  pattern.exec(text)?.groups;

const rightIn = (custom = ""): Right | null => {
  const { loginId, password } = groupsOf(RIGHT, Buffer.from(custom, "base64").toString("latin1")) ?? {};
  return loginId && password ? { loginId, password } : null;
};

/** @param unit  octets in one of the numbers that count volume */
const clientOf = (said: Record<string, string>, unit: number): Client => ({
  mac: said["mac"] ?? "",
  right: rightIn(said["custom"]),
  up: Number(said["up"]) * unit,
  down: Number(said["down"]) * unit,
  seconds: Number(said["seconds"]),
});

const listIn = (lines: readonly string[]): Letter | undefined => {
  const said = lines.filter((line) => line !== "").map((line) => groupsOf(CLIENT, line));
  return said.every((client) => client !== undefined)
    ? { kind: "list", clients: said.map((client) => clientOf(client, KIB)) }
    : undefined;
};

const letterIn = (text: string): Letter | undefined => {
  const [first = "", ...lines] = text.split("\n");
  if (first === "list") return listIn(lines);
  if (lines.length > 0) return undefined;
  const open = groupsOf(OPEN, first);
  const right = rightIn(open?.["custom"]);
  if (open) return right ? { kind: "open", mac: open["mac"] ?? "", ip: open["ip"] ?? "", right } : undefined;
  const end = groupsOf(END, first);
  return end && { kind: "end", how: end["how"] ?? "", client: clientOf(end, 1) };
};

/** Reads what a gateway's script wrote; `undefined` for anything else. Pure. */
export const readLetter = (text: string): Sent | undefined => {
  const head = groupsOf(HEAD, text);
  const letter = head && letterIn(head["rest"] ?? "");
  return letter && { nonce: head["nonce"] ?? "", letter };
};
