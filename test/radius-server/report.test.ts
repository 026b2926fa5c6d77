import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Nas } from "#access/nas/nas";
import { ATTRIBUTE, VENDOR } from "#radius-server/protocol/attributes";
import { STATUS_TYPE } from "#radius-server/protocol/values";
import { u32 } from "#radius-server/protocol/write";
import { reportIn, type SessionReport } from "#radius-server/report";
import { BEGINNING } from "../setup/stores.ts";
import { nasWith } from "./nas.ts";
import { attribute, datagram, packetIn, vendorSpecific } from "./protocol/datagrams.ts";

const HOUR_MS = 3_600_000;
const number = (name: keyof typeof ATTRIBUTE, value: number): Buffer =>
  attribute(ATTRIBUTE[name], u32(0, value).value);
const text = (name: keyof typeof ATTRIBUTE, value: Uint8Array | string): Buffer =>
  attribute(ATTRIBUTE[name], value);
const status = (name: keyof typeof STATUS_TYPE): Buffer => number("Acct-Status-Type", STATUS_TYPE[name]);

const read = (attributes: readonly Uint8Array[], nas: Partial<Nas> = {}) =>
  reportIn(packetIn(datagram(4, attributes)), nasWith(nas), BEGINNING);
const interim = (attributes: readonly Uint8Array[] = [], nas: Partial<Nas> = {}): SessionReport => {
  const report = read([status("Interim-Update"), text("Acct-Session-Id", "80000001"), ...attributes], nas);
  if (report.kind !== "interim") throw new Error(report.kind);
  return report;
};

describe("an accounting report", () => {
  it("is read with everything it says", () => {
    const report = interim([
      text("User-Name", "w-0123456789ab"),
      text("Calling-Station-Id", "AA-BB-CC-DD-EE-01"),
      text("Framed-IP-Address", Buffer.of(10, 1, 2, 3)),
      number("Acct-Input-Octets", 1_000),
      number("Acct-Output-Octets", 9_000),
      number("Acct-Session-Time", 60),
    ]);
    expect(report).toEqual({
      kind: "interim",
      nasSessionId: "80000001",
      loginId: "w-0123456789ab",
      mac: "aa:bb:cc:dd:ee:01",
      address: "10.1.2.3",
      up: 1_000,
      down: 9_000,
      seconds: 60,
      eventAt: BEGINNING,
      stamped: false,
      saidAt: null,
      gigawords: false,
      cause: "",
    });
  });

  it("knows nothing of what is missing: it is null, never zero", () => {
    expect(interim()).toMatchObject({
      up: null,
      down: null,
      seconds: null,
      mac: "",
      address: "",
      loginId: "",
    });
  });

  it("takes an attribute of the wrong size as missing (row 17)", () => {
    const report = interim([
      text("Acct-Input-Octets", Buffer.alloc(3)),
      text("Acct-Output-Octets", Buffer.alloc(8)),
      text("Acct-Session-Time", Buffer.alloc(2)),
      text("Framed-IP-Address", Buffer.alloc(16)),
      text("Event-Timestamp", Buffer.alloc(8)),
    ]);
    expect(report).toMatchObject({ up: null, down: null, seconds: null, address: "", stamped: false });
  });

  it("knows nothing of a counter whose Gigawords have the wrong size: that is not zero either (row 17)", () => {
    const report = interim([
      number("Acct-Input-Octets", 5),
      text("Acct-Input-Gigawords", Buffer.alloc(2)),
      number("Acct-Output-Octets", 7),
    ]);
    expect(report).toMatchObject({ up: null, down: 7, gigawords: false });
  });

  it("takes counters no number can hold exactly as the greatest one can", () => {
    const report = interim([
      number("Acct-Output-Octets", 2 ** 32 - 1),
      number("Acct-Output-Gigawords", 2 ** 32 - 1),
    ]);
    expect(report.down).toBe(Number.MAX_SAFE_INTEGER);
  });

  it("counts gigawords as multiples of 2^32 (RFC 2869 section 5.1)", () => {
    const report = interim([
      number("Acct-Input-Octets", 5),
      number("Acct-Input-Gigawords", 3),
      number("Acct-Output-Octets", 2 ** 32 - 1),
      number("Acct-Output-Gigawords", 0),
    ]);
    expect(report).toMatchObject({ up: 3 * 2 ** 32 + 5, down: 2 ** 32 - 1, gigawords: true });
  });

  it("says nothing of octets by gigawords alone", () => {
    expect(interim([number("Acct-Input-Gigawords", 3)])).toMatchObject({ up: null, gigawords: true });
  });

  it("gives the cause of a Stop by its name", () => {
    const stop = (attributes: readonly Uint8Array[]) =>
      read([status("Stop"), text("Acct-Session-Id", "80000001"), ...attributes]);
    expect(stop([number("Acct-Terminate-Cause", 4)])).toMatchObject({
      kind: "stop",
      cause: "Idle-Timeout",
    });
    expect(stop([])).toMatchObject({ cause: "Unknown" });
    expect(stop([number("Acct-Terminate-Cause", 4_000_000_000)])).toMatchObject({ cause: "Unknown" });
  });

  it("keeps a text that is no UTF-8 as hexadecimal, and one with a NUL inside too", () => {
    const named = (value: Uint8Array) => read([status("Start"), text("Acct-Session-Id", value)]);
    expect(named(Buffer.of(0xff, 0x80))).toMatchObject({ nasSessionId: "ff80" });
    expect(named(Buffer.from("a\0b"))).toMatchObject({ nasSessionId: "610062" });
    expect(named(Buffer.from("phiên-1\0\0"))).toMatchObject({ nasSessionId: "phiên-1" });
  });

  it("is of the NAS itself where it says On or Off, session or not (RFC 2866 section 5.1)", () => {
    expect(read([status("Accounting-On")])).toEqual({ kind: "nas", eventAt: BEGINNING });
    expect(read([status("Accounting-Off")])).toEqual({ kind: "nas", eventAt: BEGINNING });
  });

  it("cannot be recorded without its kind or its session (row 40)", () => {
    const session = text("Acct-Session-Id", "80000001");
    const reason = (attributes: readonly Uint8Array[]) => read(attributes);
    expect(reason([session])).toEqual({ kind: "unusable", reason: "status-type-missing" });
    expect(reason([status("Start")])).toMatchObject({ reason: "session-id-missing" });
    expect(reason([status("Start"), text("Acct-Session-Id", "")])).toMatchObject({
      reason: "session-id-missing",
    });
  });

  it("is of another kind where no session of ours is meant, with or without one (RFC 2866 section 5.1, RFC 2867)", () => {
    const session = text("Acct-Session-Id", "80000001");
    const other = (type: number) => read([session, number("Acct-Status-Type", type)]);
    const of = { kind: "other", nasSessionId: "80000001", eventAt: BEGINNING };
    expect(other(15)).toEqual({ ...of, status: 15, reason: "accounting-failed" });
    expect(other(9)).toEqual({ ...of, status: 9, reason: "accounting-tunnel" });
    expect(other(16)).toEqual({ ...of, status: 16, reason: "status-type-unknown" });
    expect(read([number("Acct-Status-Type", 10)])).toMatchObject({ kind: "other", nasSessionId: "" });
  });

  it("never throws and never counts below zero, whatever its attributes", () => {
    const anyAttribute = fc
      .tuple(fc.integer({ min: 1, max: 255 }), fc.uint8Array({ maxLength: 40 }))
      .filter(([type]) => type !== ATTRIBUTE["Message-Authenticator"])
      .map(([type, value]) => attribute(type, value));
    fc.assert(
      fc.property(fc.array(anyAttribute, { maxLength: 20 }), (attributes) => {
        const report = interim(attributes);
        for (const value of [report.up, report.down, report.seconds])
          expect(value ?? 0).toBeGreaterThanOrEqual(0);
        expect(report.eventAt).toBeLessThanOrEqual(BEGINNING);
      }),
    );
  });
});

describe("which way octets went", () => {
  const both = [number("Acct-Input-Octets", 1_000), number("Acct-Output-Octets", 9_000)];
  const chilli = (value: number): Buffer =>
    vendorSpecific(VENDOR.CoovaChilli, attribute(10, u32(0, value).value));

  it("is told from the NAS's side: its input is what the person sent (RFC 2866 section 5.3)", () => {
    expect(interim(both, { viewpoint: "nas" })).toMatchObject({ up: 1_000, down: 9_000 });
    expect(interim(both, { viewpoint: "auto" })).toMatchObject({ up: 1_000, down: 9_000 });
  });

  it("is told from the client's side where the NAS is set so", () => {
    expect(interim(both, { viewpoint: "client" })).toMatchObject({ up: 9_000, down: 1_000 });
  });

  it("is as the packet itself says, whatever is set", () => {
    expect(interim([...both, chilli(2)], { viewpoint: "nas" })).toMatchObject({ up: 9_000, down: 1_000 });
    expect(interim([...both, chilli(1)], { viewpoint: "client" })).toMatchObject({ up: 1_000, down: 9_000 });
    expect(interim([...both, chilli(3)], { viewpoint: "client" })).toMatchObject({ up: 9_000, down: 1_000 });
  });
});

describe("when a report happened", () => {
  const stamp = (instant: number): Buffer => number("Event-Timestamp", Math.floor(instant / 1000));
  const delay = (seconds: number): Buffer => number("Acct-Delay-Time", seconds);

  it("is its Event-Timestamp, from which no delay is taken", () => {
    expect(interim([stamp(BEGINNING - HOUR_MS), delay(60)])).toMatchObject({
      eventAt: BEGINNING - HOUR_MS,
      stamped: true,
    });
  });

  it("is its arrival less Acct-Delay-Time where it has no stamp (RFC 2866 section 5.2)", () => {
    expect(interim([delay(60)])).toMatchObject({ eventAt: BEGINNING - 60_000, stamped: false });
    expect(interim([])).toMatchObject({ eventAt: BEGINNING, stamped: false });
  });

  it("is never after its arrival, though a clock may run some minutes ahead", () => {
    expect(interim([stamp(BEGINNING + 5 * 60_000)])).toMatchObject({ eventAt: BEGINNING, stamped: true });
  });

  it("is not what a plainly wrong clock says (row 54)", () => {
    const wrong = [
      0,
      Date.UTC(1970, 0, 2),
      Date.UTC(2036, 1, 7),
      BEGINNING + HOUR_MS,
      BEGINNING - 37 * HOUR_MS,
    ];
    for (const instant of wrong)
      expect(interim([stamp(instant), delay(5)])).toMatchObject({
        eventAt: BEGINNING - 5_000,
        stamped: false,
      });
  });

  it("keeps what a plainly wrong clock said, as evidence", () => {
    const said = Date.UTC(2036, 1, 7);
    expect(interim([stamp(said)])).toMatchObject({ saidAt: said });
  });

  it("is its arrival where the delay cannot be true", () => {
    expect(interim([delay(4_294_967_295)])).toMatchObject({ eventAt: BEGINNING });
  });
});
