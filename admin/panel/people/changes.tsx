import { Group, Stack, Text } from "@mantine/core";
import { IconCheck, IconCircleDashed, IconX, type TablerIcon } from "@tabler/icons-react";
import type { Change, Person } from "../../api/people/shapes.ts";
import { Nothing } from "../parts/loading.tsx";
import { Part } from "../parts/page.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { type Phrases, wordFor } from "../phrases/phrases.ts";

type Owed = Person["owed"][number];

type Stop = { readonly words: string; readonly is: "done" | "failed" | "open" };

const LOOKS: Readonly<Record<Stop["is"], { Icon: TablerIcon; color: string }>> = {
  done: { Icon: IconCheck, color: "var(--mantine-color-green-6)" },
  failed: { Icon: IconX, color: "var(--mantine-color-red-6)" },
  open: { Icon: IconCircleDashed, color: "var(--mantine-color-gray-5)" },
};

/** What the access point's reports show of a change. */
const shownOf = ({ seenAt, ignoredAt }: Change, { seen, unseen, ignored }: Phrases["people"]): Stop => {
  if (ignoredAt !== null) return { words: ignored, is: "failed" };
  return { words: seenAt === null ? unseen : seen, is: seenAt === null ? "open" : "done" };
};

/** The way of a change: sent, answered, seen in what the access point reports; or withdrawn before it was sent. */
const stopsOf = (change: Change, phrases: Phrases): Stop[] => {
  const words = phrases.people;
  const { answer } = change;
  if (answer === "withdrawn") return [{ words: words.withdrawn, is: "open" }];
  const answered: Stop = {
    words: answer === null ? words.acknowledged : words[answer],
    is: answer === null ? "open" : answer === "acknowledged" ? "done" : "failed",
  };
  return [{ words: words.sent, is: "done" }, answered, shownOf(change, words)];
};

const StopMark = ({ stop }: { readonly stop: Stop }) => {
  const { Icon, color } = LOOKS[stop.is];
  return (
    <Group gap={4} wrap="nowrap">
      <Icon size={15} stroke={2.4} color={color} aria-hidden />
      <Text fz="sm" className={stop.is === "open" ? "soft" : ""}>
        {stop.words}
      </Text>
    </Group>
  );
};

/** Asked already and still without an answer: the change itself shows that. */
const isUnderWay = ({ changes }: Person, { sessionId, wish }: Owed): boolean =>
  changes.some((change) => change.sessionId === sessionId && change.wish === wish && change.answer === null);

const Waiting = ({ owed }: { readonly owed: Owed }) => {
  const { phrases } = useLanguage();
  return (
    <Stack gap={4} px="md" py="xs">
      <Group justify="space-between" gap="xs">
        <Text fz="sm" fw={600}>
          {phrases.wishes[owed.wish]} · {owed.siteName}
        </Text>
        <Text fz="xs" className="soft">
          {wordFor(phrases.causes, owed.cause)}
        </Text>
      </Group>
      <StopMark stop={{ words: phrases.people.waiting, is: "open" }} />
    </Stack>
  );
};

const SHOWN = 6;

/** What was asked of access points for this person, and whether they obeyed. */
export const Changes = ({ person }: { readonly person: Person }) => {
  const { phrases, format } = useLanguage();
  const waiting = person.owed.filter((owed) => !isUnderWay(person, owed));
  return (
    <Part title={phrases.people.changes}>
      {person.changes.length + waiting.length === 0 && <Nothing>{phrases.people.noChanges}</Nothing>}
      <div className="rows">
        {waiting.map((owed) => (
          <Waiting key={owed.sessionId} owed={owed} />
        ))}
        {person.changes.slice(0, SHOWN).map((change) => (
          <Stack key={change.id} gap={4} px="md" py="xs">
            <Group justify="space-between" gap="xs">
              <Text fz="sm" fw={600}>
                {phrases.wishes[change.wish]} · {change.siteName}
              </Text>
              <Text fz="xs" className="soft">
                {wordFor(phrases.causes, change.cause)} · {format.moment(change.sentAt)}
              </Text>
            </Group>
            <Group gap="md">
              {stopsOf(change, phrases).map((stop) => (
                <StopMark key={stop.words} stop={stop} />
              ))}
            </Group>
          </Stack>
        ))}
      </div>
    </Part>
  );
};
