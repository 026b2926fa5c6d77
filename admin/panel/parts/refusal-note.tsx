import { Alert } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { Refused } from "../ask/ask.ts";
import { useLanguage } from "../phrases/language.tsx";
import { type Phrases, say } from "../phrases/phrases.ts";

/** A fault in words. */
export const wordsFor = (phrases: Phrases, fault: Error): string =>
  fault instanceof Refused ? say(phrases.refusals[fault.code], fault.fields) : phrases.refusals.internal;

/** A refusal where it concerns what is on the page. */
export const RefusalNote = ({ fault }: { readonly fault: Error | null }) => {
  const { phrases } = useLanguage();
  if (!fault) return null;
  return (
    <Alert role="alert" variant="light" color="red" icon={<IconAlertCircle size={18} />}>
      {wordsFor(phrases, fault)}
    </Alert>
  );
};
