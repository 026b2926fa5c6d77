/** A version of the terms of use; texts are plain, paragraphs apart by an empty line, headings begin with `## `. */
export type Terms = {
  readonly id: number;
  readonly version: number;
  readonly text: { readonly vi: string; readonly en: string };
  /** epoch ms */
  readonly publishedAt: number;
};

/** That a person agreed to one version of the terms. */
export type Acceptance = {
  readonly subscriberId: number;
  readonly termsId: number;
  readonly nasId: number | null;
  /** epoch ms */
  readonly acceptedAt: number;
};
