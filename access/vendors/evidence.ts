/** How well a family's behaviour is known: the real program was run, its source was read, or documents alone. */
export type Evidence = "live" | "source" | "vendor-document" | "unverified";

/** The same in words, for the operator. */
export const EVIDENCE_SAID: Readonly<Record<Evidence, string>> = {
  live: "tried with the real program",
  source: "read in its source code, not run",
  "vendor-document": "documented, not tried on a device",
  unverified: "documented by others, not tried on a device",
};
