import type { SessionLimits } from "#access/admission/limits";
import type { Nas } from "#access/nas/nas";
import { namesAt } from "#access/vendors/names-at";
import { VENDORS } from "#access/vendors/vendors";
import { ATTRIBUTE } from "./protocol/attributes.ts";
import { type Attribute, u32 } from "./protocol/write.ts";

const LARGEST = 0xffff_ffff;

/** Seconds as an attribute; what is beyond 136 years is as good as the largest number that can be said. */
const seconds = (type: number, span: number): Attribute => u32(type, Math.min(span, LARGEST));

/** A session's limits in the attributes every NAS knows and those of its family; unlimited is left out, never 0. */
export const limitAttributes = (nas: Nas, limits: SessionLimits): readonly Attribute[] => {
  const attributes: Attribute[] = [];
  const { sessionTimeout, idleTimeout, interimSeconds } = limits;
  if (sessionTimeout !== null) attributes.push(seconds(ATTRIBUTE["Session-Timeout"], sessionTimeout));
  if (idleTimeout !== null) attributes.push(seconds(ATTRIBUTE["Idle-Timeout"], idleTimeout));
  attributes.push(u32(ATTRIBUTE["Acct-Interim-Interval"], interimSeconds));
  attributes.push(...VENDORS[nas.kind].limitAttributes(limits, namesAt(nas)));
  return attributes;
};
