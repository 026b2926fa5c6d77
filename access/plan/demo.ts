import type { Policy } from "./plan.ts";

/** A plan of the demonstration. */
export type DemoPlan = {
  readonly code: string;
  readonly name: { readonly vi: string; readonly en: string };
  readonly policy: Policy;
  readonly isDefault: boolean;
};

const GB = 1_000_000_000;
const HOUR = 3_600;
const DAY = 24 * HOUR;

const OPEN: Policy = {
  allowances: [],
  downKbps: null,
  upKbps: null,
  atEnd: { kind: "stop" },
  longestSession: null,
  idle: 15 * 60,
  devices: null,
  hours: [],
  validFor: null,
};

/** Everybody who types a phone number: six hours and 2 GB a day, an hour at a stretch, then slow until midnight. */
const visitor: DemoPlan = {
  code: "khach",
  name: { vi: "Khách", en: "Visitor" },
  isDefault: true,
  policy: {
    ...OPEN,
    allowances: [
      { of: "octets", per: "day", amount: 2 * GB },
      { of: "seconds", per: "day", amount: 6 * HOUR },
    ],
    downKbps: 10_000,
    upKbps: 5_000,
    atEnd: { kind: "slow", downKbps: 512, upKbps: 256 },
    longestSession: HOUR,
    devices: 3,
  },
};

/** A citizen known by name: more, and government pages stay open when it is used up. */
const citizen: DemoPlan = {
  code: "cong-dan",
  name: { vi: "Công dân đã xác minh", en: "Verified citizen" },
  isDefault: false,
  policy: {
    ...OPEN,
    allowances: [{ of: "octets", per: "day", amount: 4 * GB }],
    downKbps: 20_000,
    upKbps: 10_000,
    atEnd: { kind: "government-only" },
    longestSession: 4 * HOUR,
    devices: 4,
  },
};

/** What the desk hands out: one day, 3 GB, then it ends. */
const voucher: DemoPlan = {
  code: "phieu-quay",
  name: { vi: "Phiếu tại quầy", en: "Desk voucher" },
  isDefault: false,
  policy: {
    ...OPEN,
    allowances: [{ of: "octets", per: "once", amount: 3 * GB }],
    downKbps: 20_000,
    upKbps: 10_000,
    devices: 2,
    validFor: DAY,
  },
};

/** Officials and the province's own devices. */
const staff: DemoPlan = {
  code: "can-bo",
  name: { vi: "Cán bộ", en: "Staff" },
  isDefault: false,
  policy: { ...OPEN, downKbps: 50_000, upKbps: 50_000, idle: HOUR, longestSession: 12 * HOUR, devices: 5 },
};

/** So small that its end can be watched: 20 MB a day, then cut. */
const taste: DemoPlan = {
  code: "thu-nho",
  name: { vi: "Gói thử 20 MB", en: "20 MB taste" },
  isDefault: false,
  policy: {
    ...OPEN,
    allowances: [{ of: "octets", per: "day", amount: 20_000_000 }],
    downKbps: 10_000,
    upKbps: 5_000,
    longestSession: HOUR,
    devices: 2,
  },
};

/** The plans of the demonstration, the default first. */
export const DEMO_PLANS: readonly DemoPlan[] = [visitor, citizen, voucher, staff, taste];

/** At the showroom the visitor's plan shrinks to 20 MB, so that being slowed can be watched within a minute. */
export const SHOWROOM_POLICY: Partial<Policy> = {
  allowances: [
    { of: "octets", per: "day", amount: 20_000_000 },
    { of: "seconds", per: "day", amount: 6 * HOUR },
  ],
};
