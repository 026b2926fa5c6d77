import type { Allowance, AtEnd, Policy } from "#access/plan/plan";
import type { PlanRow } from "../../api/plans/shapes.ts";

/** Units people think in, and what one of each is in octets or seconds. */
const UNITS = { MB: 1_000_000, GB: 1_000_000_000, minutes: 60, hours: 3_600 } as const;

type Unit = keyof typeof UNITS;

/** An allowance as it stands in the form. */
type AllowanceValues = { amount: number | string; unit: Unit; per: Allowance["per"] };

/** The form: amounts in people's units, "" where there is no limit. */
export type PlanValues = {
  code: string;
  vi: string;
  en: string;
  allowances: AllowanceValues[];
  downKbps: number | string;
  upKbps: number | string;
  atEnd: AtEnd["kind"];
  slowDown: number | string;
  slowUp: number | string;
  longestMinutes: number | string;
  idleMinutes: number | string;
  devices: number | string;
  validDays: number | string;
  hours: { weekdays: string[]; from: string; to: string }[];
};

const DAY = 86_400;

const unitOf = ({ of, amount }: Allowance): Unit => {
  if (of === "octets") return amount % UNITS.GB === 0 ? "GB" : "MB";
  return amount % UNITS.hours === 0 ? "hours" : "minutes";
};

const allowanceValues = (allowance: Allowance): AllowanceValues => {
  const unit = unitOf(allowance);
  return { amount: allowance.amount / UNITS[unit], unit, per: allowance.per };
};

const per = (value: number | null, one: number): number | string => (value === null ? "" : value / one);

/** A new plan as it first stands in the form. */
export const EMPTY: PlanValues = {
  code: "",
  vi: "",
  en: "",
  allowances: [{ amount: 2, unit: "GB", per: "day" }],
  downKbps: 10_000,
  upKbps: 5_000,
  atEnd: "slow",
  slowDown: 512,
  slowUp: 256,
  longestMinutes: "",
  idleMinutes: 15,
  devices: 3,
  validDays: "",
  hours: [],
};

/** A plan as it stands in the form. */
export const valuesOf = ({ code, name, policy }: PlanRow): PlanValues => {
  const slow = policy.atEnd.kind === "slow" ? policy.atEnd : null;
  return {
    code,
    vi: name.vi,
    en: name.en,
    allowances: policy.allowances.map(allowanceValues),
    downKbps: policy.downKbps ?? "",
    upKbps: policy.upKbps ?? "",
    atEnd: policy.atEnd.kind,
    slowDown: slow?.downKbps ?? EMPTY.slowDown,
    slowUp: slow?.upKbps ?? EMPTY.slowUp,
    longestMinutes: per(policy.longestSession, 60),
    idleMinutes: per(policy.idle, 60),
    devices: policy.devices ?? "",
    validDays: per(policy.validFor, DAY),
    hours: policy.hours.map(({ weekdays, from, to }) => ({ weekdays: weekdays.map(String), from, to })),
  };
};

const times = (value: number | string, one: number): number | null =>
  value === "" ? null : Math.max(1, Math.round(Number(value) * one));

const isOctets = (unit: Unit): boolean => unit === "MB" || unit === "GB";

const atEndOf = ({ atEnd, slowDown, slowUp }: PlanValues): AtEnd =>
  atEnd === "slow" ? { kind: "slow", downKbps: Number(slowDown), upKbps: Number(slowUp) } : { kind: atEnd };

/** The rules the form says; the API checks them again. */
export const policyOf = (values: PlanValues): Policy => ({
  allowances: values.allowances.map(({ amount, unit, per }) => ({
    of: isOctets(unit) ? "octets" : "seconds",
    per,
    amount: Math.round(Number(amount) * UNITS[unit]),
  })),
  downKbps: times(values.downKbps, 1),
  upKbps: times(values.upKbps, 1),
  atEnd: atEndOf(values),
  longestSession: times(values.longestMinutes, 60),
  idle: times(values.idleMinutes, 60),
  devices: times(values.devices, 1),
  hours: values.hours.map(({ weekdays, from, to }) => ({
    weekdays: weekdays.map(Number).sort((a, b) => a - b),
    from,
    to,
  })),
  validFor: times(values.validDays, DAY),
});
