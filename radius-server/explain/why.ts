import type { Facts } from "#access/admission/admission";
import type { SessionLimits } from "#access/admission/limits";
import type { Grant } from "#access/grant/live";
import { refusedText } from "#access/trace/refused";
import { knownOf, traceText } from "#access/trace/trace";
import { CODE } from "../protocol/codes.ts";
import type { Packet } from "../protocol/packet.ts";
import { askedIn } from "./asked.ts";

/** The trace of an accept. @param limits  what the NAS was told; absent where it is told none */
export const whyAccepted = (packet: Packet, facts?: Facts, limits?: SessionLimits): string =>
  traceText({ code: CODE["Access-Accept"], asked: askedIn(packet), known: facts && knownOf(facts), limits });

/** The trace of a reject. @param facts  what the house's policy decided on; absent where it was not asked */
export const whyRejected = (packet: Packet, reason: string, grant?: Grant, facts?: Facts): string =>
  refusedText(askedIn(packet), reason, grant, facts);
