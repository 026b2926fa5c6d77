import type { Association, Credential } from "../association.ts";

/** Why the browser is sent to the portal. */
export type Occasion =
  | { readonly kind: "new" }
  | { readonly kind: "success" }
  | { readonly kind: "already" }
  | { readonly kind: "logoff" }
  | { readonly kind: "failed"; readonly message: string | null; readonly userName: string };

/** How one family's gateway speaks with a browser. */
export type Dialect = {
  /** path of its own login endpoint */
  readonly loginPath: string;
  readonly loginMethod: "GET" | "POST";
  /**
   * The portal's address with what this family says in it.
   *
   * @param origin  the gateway's own, `http://127.0.0.1:port`
   */
  readonly redirect: (association: Association, origin: string, occasion: Occasion) => string;
  /** The credential in a login request's fields; undefined when they make none. */
  readonly credential: (association: Association, fields: URLSearchParams) => Credential | undefined;
  /** Where the browser goes once the person is let through. */
  readonly afterLogin: (association: Association, origin: string, fields: URLSearchParams) => string;
};

/** The portal's address as configured in this NAS. */
export const portalOf = ({ nas }: Association): string => nas.portalUrl ?? "";
