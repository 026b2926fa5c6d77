import { Group, ScrollArea, Text } from "@mantine/core";
import type { AuditAction } from "#access/audit/audit";
import type { TimelineEvent } from "../../api/people/shapes.ts";
import { Nothing } from "../parts/loading.tsx";
import { Part } from "../parts/page.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { type Phrases, wordFor } from "../phrases/phrases.ts";

const answerWord = (phrases: Phrases, answer: string): string => {
  const { acknowledged, refused, silent, withdrawn } = phrases.people;
  return wordFor({ acknowledged, refused, silent, withdrawn }, answer);
};

/** What happened, in words. */
const wordsOf = (event: TimelineEvent, phrases: Phrases): string => {
  const words = phrases.events;
  switch (event.kind) {
    case "attempt": {
      const step = wordFor(words.steps, event.step);
      const how = event.outcome === "ok" ? words.ok : words.notOk(wordFor(phrases.outcomes, event.outcome));
      return `${step} – ${how}${event.siteName ? ` (${event.siteName})` : ""}`;
    }
    case "session-began":
      return words.began(event.siteName);
    case "session-ended":
      return `${words.ended(event.siteName)} – ${wordFor(phrases.endCauses, event.cause ?? "–")}`;
    case "change-sent":
      return words.asked(phrases.wishes[event.wish], event.siteName);
    case "change-answered":
      return words.answered(phrases.wishes[event.wish], event.siteName, answerWord(phrases, event.answer));
    case "staff":
      return `${event.login}: ${phrases.audit.actions[event.action as AuditAction] ?? event.action}`;
  }
};

/** Everything that happened to a person, in words, newest first. */
export const Timeline = ({ events }: { readonly events: readonly TimelineEvent[] }) => {
  const { phrases, format } = useLanguage();
  return (
    <Part title={phrases.people.timeline}>
      {events.length === 0 && <Nothing>{phrases.people.nothing}</Nothing>}
      <ScrollArea.Autosize
        mah={520}
        viewportProps={{ tabIndex: 0, "aria-label": phrases.people.timeline, role: "group" }}
      >
        <div className="rows">
          {events.map((event, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two things may happen at one instant
            <Group key={`${event.at} ${index}`} px="md" py={6} gap="sm" wrap="nowrap" align="flex-start">
              <Text fz="xs" className="soft timeline-at" pt={2}>
                {format.moment(event.at)}
              </Text>
              <Text fz="sm">{wordsOf(event, phrases)}</Text>
            </Group>
          ))}
        </div>
      </ScrollArea.Autosize>
    </Part>
  );
};
