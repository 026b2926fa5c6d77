import { NAS_KINDS, type NasKind, VENDORS } from "#access/vendors/vendors";
import { route } from "../route.ts";
import { type Family, familiesSchema } from "./shapes.ts";

const familyOf = (kind: NasKind): Family => {
  const { signIn, evidence, coa, renewEvery, naming, cannot, unsure, polls } = VENDORS[kind];
  const { means, port, changesLimits, messageAuthenticator: signed, eventTimestamp: stamped } = coa;
  const namesDevice = [coa.identify, ...coa.fallbacks].flat().includes("calling-station-id");
  return {
    kind,
    signIn,
    asksRadius: !polls,
    evidence,
    coa: { means, port, changesLimits, macForm: namesDevice ? coa.callingStationId : null, signed, stamped },
    renewEvery,
    naming,
    cannot: [...cannot],
    unsure: [...unsure],
  };
};

/** What the families of access points can be told. */
export const familyRoutes = [
  route({
    method: "get",
    path: "/api/families",
    summary:
      "The families of access points: what each can be told, what is done instead, and how that is known",
    needs: "see-access-points",
    answer: familiesSchema,
    handle: () => ({ families: NAS_KINDS.map(familyOf) }),
  }),
] as const;
