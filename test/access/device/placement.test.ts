import { describe, expect, it } from "vitest";
import { placementOf, QUARANTINE } from "#access/device/placement";

const HERE = { nasId: 1, nasPortId: "Gi1/0/7", calledStationId: "00-11-22-33-44-55:street" };
const THERE = { ...HERE, nasId: 2 };
const live = (nasId: number, profile = "full") => [
  { subscriberId: 9, sessionId: "0123456789abcdef", nasId, profile },
];
const ANYWHERE = { pin: null };
const HELD = { pin: { nasId: 1, nasPortId: null, calledStationId: null } };

describe("a thing that is pinned", () => {
  it("is at home where it is pinned, whatever its port when none is demanded", () => {
    expect(placementOf(HELD, HERE, [], false)).toEqual({ alarms: [], quarantined: false, toEnd: [] });
  });

  it("is elsewhere at another NAS, at another port, at another radio, and where the NAS does not say", () => {
    const pin = { nasId: 1, nasPortId: "gi1/0/7", calledStationId: null };
    expect(placementOf({ pin }, HERE, [], false).alarms).toEqual([]);
    for (const place of [THERE, { ...HERE, nasPortId: "Gi1/0/8" }, { ...HERE, nasPortId: null }])
      expect(placementOf({ pin }, place, [], false)).toEqual({
        alarms: ["elsewhere"],
        quarantined: true,
        toEnd: [],
      });
    const radio = { nasId: 1, nasPortId: null, calledStationId: "00-11-22-33-44-55:street" };
    expect(placementOf({ pin: radio }, { ...HERE, calledStationId: "x" }, [], false).quarantined).toBe(true);
  });

  it("keeps its VLAN and its session at its place while it is copied elsewhere", () => {
    expect(placementOf(HELD, HERE, live(2, QUARANTINE), true)).toEqual({
      alarms: ["twice"],
      quarantined: false,
      toEnd: [],
    });
    expect(placementOf(HELD, THERE, live(1), false)).toEqual({
      alarms: ["elsewhere", "twice"],
      quarantined: true,
      toEnd: [],
    });
  });

  it("has a session elsewhere from before it was pinned log in again", () => {
    expect(placementOf(HELD, HERE, live(2), false).toEnd).toEqual(live(2));
  });
});

describe("a thing that may be anywhere", () => {
  it("is at home at any one NAS, also with a session left there", () => {
    for (const place of [HERE, THERE])
      expect(placementOf(ANYWHERE, place, live(place.nasId), false)).toEqual({
        alarms: [],
        quarantined: false,
        toEnd: [],
      });
  });

  it("is trusted at neither of two, the running one being asked again", () => {
    expect(placementOf(ANYWHERE, THERE, live(1), false)).toEqual({
      alarms: ["twice"],
      quarantined: true,
      toEnd: live(1),
    });
  });

  it("stays in quarantine until staff acknowledge that it was seen twice", () => {
    expect(placementOf(ANYWHERE, HERE, [], true)).toEqual({ alarms: [], quarantined: true, toEnd: [] });
  });
});
