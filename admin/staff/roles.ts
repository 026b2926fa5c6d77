/** What a member of staff may be allowed to do. */
const PERMISSIONS = [
  "see-now",
  "see-people",
  "change-people",
  "see-plans",
  "change-plans",
  "see-access-points",
  "change-access-points",
  "see-audit",
  "change-sites",
  "change-staff",
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** The roles there are; a role is a list of permissions and nothing else. */
export const ROLES = ["owner", "network", "desk"] as const;

export type Role = (typeof ROLES)[number];

const ALLOWED: Readonly<Record<Role, readonly Permission[]>> = {
  owner: PERMISSIONS,
  network: [
    "see-now",
    "see-people",
    "change-people",
    "see-plans",
    "change-plans",
    "see-access-points",
    "change-access-points",
  ],
  desk: ["see-now", "see-people", "change-people", "see-plans"],
};

/** What a role may do; a role this version does not know may do nothing. */
export const permissionsOf = (role: string): readonly Permission[] =>
  Object.hasOwn(ALLOWED, role) ? ALLOWED[role as Role] : [];
