import { describe, expect, it } from "vitest";
import { readTrace, type Trace, traceText } from "#access/trace/trace";

const line = { of: "octets", per: "day", limit: 20_000_000, left: 5, resetsAt: 1_764_003_600_000 };
const WHOLE: Trace = {
  code: 2,
  asked: { by: "chap", signed: true, called: "02-00-00-00-00-01:cho", port: "7", address: "10.1.2.3" },
  known: {
    others: 1,
    devices: null,
    planSince: 1_763_917_200_000,
    lines: [line, { ...line, resetsAt: null }],
  },
  expected: { mac: "aa:bb:cc:dd:ee:01" },
  limits: {
    profile: "slow",
    sessionTimeout: 3_600,
    idleTimeout: null,
    totalOctets: 4_294_967_296,
    downKbps: 512,
    upKbps: null,
    interimSeconds: 300,
  },
};

describe("a trace as it is kept", () => {
  it("is read as it was written, with all of its parts or few", () => {
    const few: Trace = { code: 3, asked: { by: "none", signed: false } };
    for (const trace of [WHOLE, few]) expect(readTrace(traceText(trace))).toEqual(trace);
  });

  it("is less than half of what it was with names, and as such still read", () => {
    const named = JSON.stringify(WHOLE);
    expect(traceText(WHOLE).length).toBeLessThan(named.length / 2);
    expect(readTrace(named)).toEqual(WHOLE);
  });
});
