/** Where a time zone is said nowhere up the tree. */
export const DEFAULT_ZONE = "Asia/Ho_Chi_Minh";

/** How deep the tree of places may be; guards the queries that climb it against a circle. */
export const DEEPEST = 16;

/** What a place is. */
export type SiteKind = "province" | "commune" | "site";

/** A place in the tree of province, commune and site. */
export type Site = {
  readonly id: number;
  readonly parentId: number | null;
  readonly kind: SiteKind;
  readonly code: string;
  readonly name: string;
  /** name without marks, in lower case, for search */
  readonly folded: string;
  /** IANA zone; null takes the parent's */
  readonly zone: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly demo: boolean;
};

/** Whether this is a time zone the runtime knows by its IANA name. */
export const isZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
};
