import { momentText, waitText } from "../phrases/amount.ts";
import type { Language, Say } from "../phrases/phrase.ts";
import type { Notice } from "../visit/visit.ts";

/** Where and when a notice is read: instants in it become times of that place. */
export type Moment = {
  readonly say: Say;
  readonly language: Language;
  readonly at: number;
  readonly zone: string;
};

/** A notice in words; null when it was about a wait that is over. */
export const noticeText = (notice: Notice | null, { say, language, at, zone }: Moment): string | null => {
  if (notice === null) return null;
  const { untilAt, resetsAt, ...fields } = notice.fields;
  if (typeof untilAt === "number" && untilAt <= at) return null;
  const isForGood = notice.code === "quota_spent" && typeof resetsAt !== "number";
  return say(isForGood ? "quota_spent_for_good" : notice.code, {
    ...fields,
    ...(typeof untilAt === "number" && { wait: waitText(language, (untilAt - at) / 1_000) }),
    ...(typeof resetsAt === "number" && { resetsAt: momentText(language, resetsAt, zone) }),
  });
};

/** What just happened, said first and announced (WCAG 4.1.3). */
export const NoticeLine = ({ text }: { readonly text: string | null }) =>
  text === null ? null : (
    <p id="notice" class="alert" role="alert">
      {text}
    </p>
  );
