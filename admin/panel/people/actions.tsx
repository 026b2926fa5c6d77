import { Button, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconBan,
  IconCircleCheck,
  IconClockPlus,
  IconDatabasePlus,
  IconPlugX,
  IconReplace,
} from "@tabler/icons-react";
import type { Person } from "../../api/people/shapes.ts";
import { useMe } from "../ask/queries.ts";
import { useLanguage } from "../phrases/language.tsx";
import { BlockDialog } from "./block-dialog.tsx";
import { PlanDialog } from "./plan-dialog.tsx";
import { useAct } from "./use-act.ts";

const GIGABYTE = { of: "octets", amount: 1_000_000_000 };
const HOUR = { of: "seconds", amount: 3_600 };

/** What can be done for or against a person; each says afterwards what became of it. */
export const Actions = ({ person }: { readonly person: Person }) => {
  const { phrases } = useLanguage();
  const words = phrases.people;
  const { data: me } = useMe();
  const { act, isBusy } = useAct(person.id);
  const [isBlocking, blocking] = useDisclosure();
  const [isPlanning, planning] = useDisclosure();
  if (!me?.permissions.includes("change-people")) return null;
  const isOnline = person.sessions.some(({ endedAt }) => endedAt === null);
  const has = (of: string): boolean => person.lines.some((line) => line.of === of && line.per !== "session");
  const plain = { size: "sm", variant: "default", disabled: isBusy } as const;
  return (
    <Group gap="xs">
      <Button
        {...plain}
        disabled={isBusy || !has("octets")}
        leftSection={<IconDatabasePlus size={16} />}
        onClick={() => act("more", GIGABYTE)}
      >
        {words.giveGigabyte}
      </Button>
      <Button
        {...plain}
        disabled={isBusy || !has("seconds")}
        leftSection={<IconClockPlus size={16} />}
        onClick={() => act("more", HOUR)}
      >
        {words.giveHour}
      </Button>
      <Button {...plain} leftSection={<IconReplace size={16} />} onClick={planning.open}>
        {words.changePlan}
      </Button>
      <Button
        {...plain}
        disabled={isBusy || !isOnline}
        leftSection={<IconPlugX size={16} />}
        onClick={() => act("disconnect", {})}
      >
        {words.disconnect}
      </Button>
      {person.status === "blocked" ? (
        <Button {...plain} leftSection={<IconCircleCheck size={16} />} onClick={() => act("unblock")}>
          {words.unblock}
        </Button>
      ) : (
        <Button
          {...plain}
          color="red"
          variant="light"
          leftSection={<IconBan size={16} />}
          onClick={blocking.open}
        >
          {words.block}
        </Button>
      )}
      <BlockDialog
        isOpen={isBlocking}
        onClose={blocking.close}
        onBlock={(reason) => act("block", { reason })}
      />
      <PlanDialog
        person={person}
        isOpen={isPlanning}
        onClose={planning.close}
        onChoose={(planId) => act("plan", { planId })}
      />
    </Group>
  );
};
