/** Everything staff can do that is worth remembering, looks at a person among them. */
export const AUDIT_ACTIONS = [
  "staff.first-made",
  "staff.signed-in",
  "staff.signed-out",
  "staff.locked-out",
  "staff.password-changed",
  "staff.code-enrolled",
  "staff.session-revoked",
  "staff.added",
  "staff.password-reset",
  "staff.disabled",
  "staff.enabled",
  "staff.role-changed",
  "staff.sessions-revoked",
  "person.looked",
  "person.found",
  "person.number-shown",
  "person.disconnected",
  "person.blocked",
  "person.unblocked",
  "person.given-more",
  "person.withheld-charged",
  "person.plan-changed",
  "person.phone-forgotten",
  "plan.made",
  "plan.changed",
  "plan.made-default",
  "access-point.added",
  "access-point.secret-rotated",
  "access-point.switched-on",
  "access-point.switched-off",
  "access-point.archived",
  "access-point.signatures-changed",
  "access-point.settings-changed",
  "access-point.accepted",
  "access-point.dismissed",
  "access-point.mac-password-changed",
  "thing.added",
  "thing.changed",
  "thing.pinned",
  "thing.removed",
  "thing.alarm-acknowledged",
  "site.devices-changed",
  "access-point.radsec-changed",
  "access-point.radsec-key-given",
  "access-point.radsec-key-taken",
  "site.added",
  "site.changed",
  "site.archived",
] as const;

/** One thing a member of staff did. */
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** What kinds of things an action is about. */
export const AUDIT_SUBJECTS = ["staff", "person", "plan", "access-point", "site", "thing"] as const;

export type AuditSubject = (typeof AUDIT_SUBJECTS)[number];

/** Plain values only: never a phone number, a code or a secret. */
export type AuditDetail = Readonly<Record<string, string | number | boolean | null>>;

/** Who did what to what; `subjectId` is null where there is no one thing. */
export type AuditEntry = {
  readonly at: number;
  readonly staffId: number | null;
  readonly staffLogin: string;
  readonly action: AuditAction;
  readonly subjectKind: AuditSubject;
  readonly subjectId: string | null;
  readonly detail: AuditDetail;
};
