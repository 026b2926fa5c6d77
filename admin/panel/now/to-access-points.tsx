import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useMe } from "../ask/queries.ts";

type Given = {
  /** the one that is opened there; absent for the list */
  readonly point?: number | undefined;
  readonly children: ReactNode;
};

/** Leads whoever may see them to the access points; whoever may not finds nothing to press. */
export const ToAccessPoints = ({ point, children }: Given) => {
  const { data: me } = useMe();
  if (!me?.permissions.includes("see-access-points")) return children;
  return (
    <Link className="plain" to="/access-points" search={point === undefined ? {} : { point }}>
      {children}
    </Link>
  );
};
