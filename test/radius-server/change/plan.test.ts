import { describe, expect, it } from "vitest";
import type { SessionLimits } from "#access/admission/limits";
import type { LiveSession } from "#access/session/packed";
import { NAS_KINDS, VENDORS } from "#access/vendors/vendors";
import { changeAttributes } from "#radius-server/change/plan";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { nasWith } from "../nas.ts";

const AT = 1_790_000_000_000;

const SESSION = {
  mac: "aa:bb:cc:dd:ee:01",
  loginId: "w-0123456789ab",
  nasSessionId: "80000001",
  address: "10.1.2.3",
  startedAt: AT - 600_000,
  seconds: 600,
  up: 0,
  down: 0,
} as LiveSession; // what a change reads of one

const LIMITS: SessionLimits = {
  profile: "full",
  sessionTimeout: 3_600,
  idleTimeout: 600,
  totalOctets: 10_000_000_000,
  downKbps: 4_000,
  upKbps: 1_000,
  interimSeconds: 300,
};

/** Which timer of a running session a CoA-Request changes by which attribute. */
const TIMERS = [
  ["session-timeout", "Session-Timeout"],
  ["idle-timeout", "Idle-Timeout"],
  ["interim-interval", "Acct-Interim-Interval"],
] as const;

const CHANGED = NAS_KINDS.filter((kind) => VENDORS[kind].coa.changesLimits);

describe.each(CHANGED)("a CoA-Request to %s", (kind) => {
  const { changes } = VENDORS[kind].coa;
  const attributes = (limits: Partial<SessionLimits> = {}) =>
    changeAttributes(nasWith({ kind }), SESSION, { ...LIMITS, ...limits }, ["acct-session-id"], AT);

  it("names a timer exactly when it changes it, since it must refuse all for one it does not (RFC 5176 section 2.3)", () => {
    const types = attributes().map((attribute) => ("vendor" in attribute ? 0 : attribute.type));
    const named = TIMERS.filter(([, name]) => types.includes(ATTRIBUTE[name])).map(([timer]) => timer);
    expect(named).toEqual(TIMERS.map(([timer]) => timer).filter((timer) => changes.includes(timer)));
  });

  it("says an end that nobody waits for where it was lifted and the family keeps what is left out, but no idle time", () => {
    const lifted = attributes({ sessionTimeout: null, idleTimeout: null, totalOctets: null });
    const spans = lifted.flatMap((attribute) =>
      "vendor" in attribute || attribute.type !== ATTRIBUTE["Session-Timeout"]
        ? []
        : [Buffer.from(attribute.value).readUInt32BE() - SESSION.seconds],
    );
    const isKept = changes.includes("session-timeout") && !VENDORS[kind].coa.wholeProfile;
    expect(spans).toEqual(isKept ? [20 * 86_400] : []);
    expect(lifted.some((each) => !("vendor" in each) && each.type === ATTRIBUTE["Idle-Timeout"])).toBe(false);
  });

  it("names a filter exactly when it changes one", () => {
    const closed = attributes({ profile: "government-only" });
    expect(closed.length > attributes().length).toBe(changes.includes("profile"));
  });
});
