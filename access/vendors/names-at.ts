import type { ProfileNames } from "./profile-names.ts";
import { type NasKind, VENDORS } from "./vendors.ts";

/** What of a NAS tells how its roles and filters are called. */
type Named = { readonly kind: NasKind; readonly profileNames?: ProfileNames };

/** What the roles and filters of a NAS are called: as its operator chose, else as usual for its family. */
export const namesAt = ({ kind, profileNames }: Named): ProfileNames =>
  profileNames ?? VENDORS[kind].naming.usual;
