import type { AuditLine } from "../../api/audit/shapes.ts";
import type { Format } from "../format/format.ts";
import { type Phrases, wordFor } from "../phrases/phrases.ts";

const given = ({ of, amount, per }: AuditLine["detail"], phrases: Phrases, format: Format): string => {
  const write = of === "octets" ? format.octets : format.span;
  return `${write(Number(amount))} ${wordFor(phrases.perNow, String(per))}`;
};

const promoted = ({ before, role }: AuditLine["detail"], { staff: { roles } }: Phrases): string =>
  `${wordFor(roles, String(before))} → ${wordFor(roles, String(role))}`;

/** Details in one short line; a plan's whole rules are too long for it and stay in the record. */
export const detailOf = ({ action, detail }: AuditLine, phrases: Phrases, format: Format): string => {
  if (action === "person.given-more") return given(detail, phrases, format);
  if (action === "staff.role-changed") return promoted(detail, phrases);
  return Object.entries(detail)
    .filter(([name]) => name !== "policy" && name !== "by")
    .map(([name, value]) => (name === "seconds" ? format.span(Number(value)) : String(value)))
    .join(" · ");
};
