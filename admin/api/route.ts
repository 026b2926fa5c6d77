import type { z } from "zod";
import type { World } from "#access/runtime/world";
import type { Permission } from "../staff/roles.ts";
import type { SignedIn } from "../staff/staff.ts";
import type { Refusal } from "./refusals.ts";

/** Who may call a route: anybody, somebody half signed in, somebody fully signed in, or who has a permission. */
export type Needs = "nobody" | "some-session" | "signed-in" | Permission;

/** A request as a handler sees it: checked, and with its sender known. */
type Ask<Params, Query, Body> = {
  readonly world: World;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly signedIn: SignedIn | undefined;
  /** sets the session's cookie; undefined takes it away */
  readonly keepToken: (token: string | undefined) => void;
};

/** A request to a route that only staff reach. */
export type StaffAsk<Params, Query, Body> = Ask<Params, Query, Body> & { readonly signedIn: SignedIn };

type Who<N extends Needs, P, Q, B> = N extends "nobody" ? Ask<P, Q, B> : StaffAsk<P, Q, B>;

/** One thing the API does: declared once, it is served, checked, described and typed from here. */
export type Route<
  N extends Needs = Needs,
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  A extends z.ZodType = z.ZodType,
> = {
  readonly method: "get" | "post" | "put" | "delete";
  /** OpenAPI form, `/api/people/{id}` */
  readonly path: string;
  readonly summary: string;
  readonly needs: N;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answer: A;
  readonly handle: (
    ask: Who<N, z.output<P>, z.output<Q>, z.output<B>>,
  ) => Promise<z.input<A> | Refusal> | z.input<A> | Refusal;
};

/** A route whose own types are forgotten, to stand in a list with others. */
export type AnyRoute = Omit<Route, "handle"> & {
  readonly handle: (ask: Ask<unknown, unknown, unknown>) => unknown;
};

/**
 * Declares a route; its handler is typed by its schemas.
 *
 * The list forgets the types because each handler is only ever called with what its own schemas let through.
 */
export const route = <
  N extends Needs,
  A extends z.ZodType,
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
>(
  declared: Route<N, P, Q, B, A>,
): AnyRoute => declared as unknown as AnyRoute;
