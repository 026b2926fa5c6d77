import { parseAddress } from "#access/nas/address";
import { type Evidence, joined, unseen, withProof, withSign } from "#access/nas/evidence";
import { addEvidence, requireWhereProved } from "#access/nas/evidence-store";
import type { Nas } from "#access/nas/nas";
import { hallOf, shown } from "#access/nas/waiting";
import { addKnocks } from "#access/nas/waiting-store";
import { announce } from "#access/notice/live";
import type { World } from "#access/runtime/world";
import { ATTRIBUTE } from "../protocol/attributes.ts";
import { CODE } from "../protocol/codes.ts";
import type { Packet } from "../protocol/packet.ts";
import { calledStation } from "./claimed.ts";

/** Keeps what packets show of their senders; costs no query, is stored every second. */
export type Observer = {
  /** a packet that is trusted, and which of the NAS's secrets fitted */
  readonly trusted: (nas: Nas, packet: Packet, secret: "current" | "previous") => void;
  /** an Access-Request of a NAS that was dropped for what it did not carry */
  readonly dropped: (nasId: number, packet: Packet, reason: string) => void;
  /** a well-formed packet of nobody we know */
  readonly stranger: (source: string, packet: Packet) => void;
  /** stores what is not yet stored; @throws what PostgreSQL throws, everything is kept then */
  readonly flush: () => Promise<void>;
  /** stores what is left and stops */
  readonly close: () => Promise<void>;
};

const FLUSH_MS = 1_000;

/** Requests that a NAS must sign anyway prove nothing about the others (RFC 3579 section 3.1). */
const provesNothing = (packet: Packet): boolean =>
  packet.code !== CODE["Access-Request"] || packet.count(ATTRIBUTE["EAP-Message"]) > 0;

/** An Access-Request without Message-Authenticator shows nothing of its secret. */
export const showsSecret = (packet: Packet): boolean =>
  packet.hasMessageAuthenticator || packet.code === CODE["Accounting-Request"];

const SIGNS = {
  "message-authenticator-missing": "unsigned",
  "proxy-state-unsigned": "proxied",
} as const;

/** Starts keeping evidence and strangers. */
export const openObserver = (world: World): Observer => {
  let evidence = new Map<number, Evidence>();
  const hall = hallOf();
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> = Promise.resolve();
  let failed = false;
  let closed = false;

  const store = async (): Promise<void> => {
    const seen = evidence;
    if (seen.size === 0 && hall.isEmpty()) return;
    evidence = new Map();
    const knocks = hall.take();
    let required: number[];
    try {
      required = await world.database.transaction(async (transaction) => {
        await addKnocks(transaction, knocks, world.now());
        await addEvidence(transaction, [...seen.values()]);
        return requireWhereProved(transaction, [...seen.keys()], world.now());
      });
    } catch (cause) {
      // Strangers knock again by themselves; what NAS showed is not shown twice.
      for (const [nasId, before] of seen)
        evidence.set(nasId, joined(before, evidence.get(nasId) ?? unseen(nasId)));
      throw cause;
    }
    for (const id of required) await announce(world.redis, { kind: "nas", id });
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const run = flushing.then(store);
    flushing = run.catch(() => {});
    return run;
  };
  const onTimer = async (): Promise<void> => {
    try {
      await flush();
      failed = false;
    } catch (cause) {
      if (!failed) world.log.error({ err: cause }, "evidence about NAS could not be stored; kept for later");
      failed = true;
      soon();
    }
  };
  const soon = (): void => {
    if (!closed) timer ??= setTimeout(() => void onTimer(), FLUSH_MS).unref();
  };
  const learn = (nasId: number, more: (known: Evidence) => Evidence): void => {
    evidence.set(nasId, more(evidence.get(nasId) ?? unseen(nasId)));
    soon();
  };

  return {
    trusted: (nas, packet, secret) => {
      const at = world.now();
      if (nas.previousSecret !== null && showsSecret(packet))
        learn(nas.id, (known) => withProof(known, secret, at));
      if (provesNothing(packet)) return;
      learn(nas.id, (known) => withSign(known, packet.hasMessageAuthenticator ? "signed" : "unsigned", at));
    },
    dropped: (nasId, packet, reason) => {
      const sign = SIGNS[reason as keyof typeof SIGNS];
      if (!sign || nasId === 0 || provesNothing(packet)) return;
      learn(nasId, (known) => withSign(known, sign, world.now()));
    },
    stranger: (source, packet) => {
      const address = parseAddress(source);
      if (!address) return;
      const nasIdentifier = shown(packet.text(ATTRIBUTE["NAS-Identifier"]) ?? "");
      const { code, hasMessageAuthenticator: signed } = packet;
      hall.add(
        { source: String(address), nasIdentifier, calledStation: calledStation(packet) ?? "", code, signed },
        world.now(),
      );
      soon();
    },
    flush,
    close: async () => {
      closed = true;
      await flush().catch((cause) =>
        world.log.error({ err: cause }, "evidence about NAS could not be stored"),
      );
    },
  };
};
