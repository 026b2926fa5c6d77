import { describe, expect, it } from "vitest";
import { type KnownPhone, rememberedAs } from "#access/device/remembered";
import { rulesFor, STANDARD_RULES } from "#access/device/rules";

const DAY = 86_400_000;
const VERIFIED = 100 * DAY;
const MAC = "a8:bb:cc:dd:ee:01";
const MADE_UP = "aa:bb:cc:dd:ee:01";
const PHONE: KnownPhone = {
  deviceId: 1,
  subscriberId: 7,
  verifiedAt: VERIFIED,
  revokedAt: null,
  status: "active",
  termsAccepted: true,
};
const asked = (phone: KnownPhone | undefined, days: number, mac = MAC, rules = STANDARD_RULES) => {
  const answer = rememberedAs(phone, mac, rules, VERIFIED + days * DAY);
  return answer.kind === "remembered" ? answer.endsAt : answer.reason;
};

describe("a phone after its person signed in by code", () => {
  it("is remembered 30 days, one with an address of its own making 7", () => {
    expect(asked(PHONE, 29.9)).toBe(VERIFIED + 30 * DAY);
    expect(asked(PHONE, 30)).toBe("device_expired");
    expect(asked(PHONE, 6.9, MADE_UP)).toBe(VERIFIED + 7 * DAY);
    expect(asked(PHONE, 7, MADE_UP)).toBe("device_expired");
  });

  it("is remembered as long as the place says, a made-up address never longer than a bought one", () => {
    const three = { ...STANDARD_RULES, rememberDays: 3 };
    for (const mac of [MAC, MADE_UP]) expect(asked(PHONE, 1, mac, three)).toBe(VERIFIED + 3 * DAY);
    expect(asked(PHONE, 0, MAC, { ...STANDARD_RULES, rememberDays: 0 })).toBe("device_expired");
  });

  it("is not known before, nor when it was forgotten since, but again after the next code", () => {
    expect(asked(undefined, 0)).toBe("device_unknown");
    expect(asked({ ...PHONE, revokedAt: VERIFIED + 1 }, 1)).toBe("device_forgotten");
    expect(asked({ ...PHONE, revokedAt: VERIFIED - 1 }, 1)).toBe(VERIFIED + 30 * DAY);
  });

  it("must sign in when its person is blocked or the terms have changed", () => {
    expect(asked({ ...PHONE, status: "blocked" }, 1)).toBe("blocked");
    expect(asked({ ...PHONE, termsAccepted: false }, 1)).toBe("terms_changed");
  });
});

describe("the rules of a place", () => {
  const said = (siteId: number, rules: object) =>
    [
      siteId,
      { siteId, rememberDays: null, rememberPrivateDays: null, quarantineVlan: null, ...rules },
    ] as const;

  it("are each the nearest that is said, going up, else the standard's", () => {
    const bySite = new Map([
      said(3, { rememberDays: 0 }),
      said(2, { rememberDays: 60, quarantineVlan: 66 }),
      said(1, { rememberPrivateDays: 2 }),
    ]);
    expect(rulesFor([3, 2, 1], bySite)).toEqual({
      rememberDays: 0,
      rememberPrivateDays: 2,
      quarantineVlan: 66,
    });
    expect(rulesFor([9], bySite)).toEqual(STANDARD_RULES);
  });
});
