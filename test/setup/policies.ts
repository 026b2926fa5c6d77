import type { Policy } from "#access/plan/plan";

/** A plan's rules that limit nothing; tests name what they limit. */
export const OPEN: Policy = {
  allowances: [],
  downKbps: null,
  upKbps: null,
  atEnd: { kind: "stop" },
  longestSession: null,
  idle: null,
  devices: null,
  hours: [],
  validFor: null,
};
