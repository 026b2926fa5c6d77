import type { AuditAction } from "#access/audit/audit";
import type { AuditLine } from "../../api/audit/shapes.ts";
import type { Format } from "../format/format.ts";
import { type Phrases, wordFor } from "../phrases/phrases.ts";

type Detail = AuditLine["detail"];

const given = ({ of, amount, per }: Detail, phrases: Phrases, format: Format): string => {
  const write = of === "octets" ? format.octets : format.span;
  return `${write(Number(amount))} ${wordFor(phrases.perNow, String(per))}`;
};

const promoted = ({ before, role }: Detail, { staff: { roles } }: Phrases): string =>
  `${wordFor(roles, String(before))} → ${wordFor(roles, String(role))}`;

const charged = ({ up, down }: Detail, _: Phrases, format: Format): string =>
  format.octets(Number(up) + Number(down));

const plainly = (value: Detail[string], { on, off }: Phrases["audit"]): string => {
  if (typeof value === "boolean") return value ? on : off;
  return value === null || value === "" ? "–" : String(value);
};

/** Values that mean little without their names. */
const named = (detail: Detail, { audit }: Phrases): string =>
  Object.entries(detail)
    .map(([name, value]) => `${wordFor(audit.fields, name)}: ${plainly(value, audit)}`)
    .join(" · ");

/** Ways of saying what some actions leave; all others leave values that speak for themselves. */
const SAID: Readonly<
  Partial<Record<AuditAction, (detail: Detail, phrases: Phrases, format: Format) => string>>
> = {
  "person.given-more": given,
  "person.withheld-charged": charged,
  "staff.role-changed": promoted,
  "access-point.settings-changed": named,
  "site.changed": named,
  "site.devices-changed": named,
};

/** Details in one short line; a plan's whole rules are too long for it and stay in the record. */
export const detailOf = ({ action, detail }: AuditLine, phrases: Phrases, format: Format): string =>
  SAID[action]?.(detail, phrases, format) ??
  Object.entries(detail)
    .filter(([name, value]) => name !== "policy" && name !== "by" && value !== null)
    .map(([name, value]) => (name === "seconds" ? format.span(Number(value)) : String(value)))
    .join(" · ");
