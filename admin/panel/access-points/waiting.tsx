import { Button, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { FreshSecret } from "../../api/access-points/new-shapes.ts";
import type { WaitingRoom } from "../../api/waiting/shapes.ts";
import { ask } from "../ask/ask.ts";
import { useChange } from "../ask/queries.ts";
import { useClock } from "../parts/clock.ts";
import { Part } from "../parts/page.tsx";
import { useTell } from "../parts/tell.ts";
import { useLanguage } from "../phrases/language.tsx";
import { AcceptDialog } from "./accept-dialog.tsx";

type One = WaitingRoom["waiting"][number];

const SHOWN = 8;
const LIVE_MS = 4_000;

const useWaiting = () =>
  useQuery({
    queryKey: ["waiting"],
    queryFn: () => ask<WaitingRoom>("GET", "/api/waiting"),
    refetchInterval: LIVE_MS,
  });

type Deeds = { readonly one: One; readonly onAccept: (one: One) => void };

const Deeds = ({ one, onAccept }: Deeds) => {
  const { phrases } = useLanguage();
  const tell = useTell();
  const dismiss = useChange(() => ask("DELETE", `/api/waiting/${one.id}`), [["waiting"], ["audit"]]);
  return (
    <Group gap="xs">
      <Button size="compact-sm" onClick={() => onAccept(one)}>
        {phrases.waiting.accept}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        loading={dismiss.isPending}
        onClick={() => dismiss.mutate(undefined, { onError: tell.refused })}
      >
        {phrases.waiting.dismiss}
      </Button>
    </Group>
  );
};

type List = Pick<WaitingRoom, "waiting"> & {
  readonly canChange: boolean;
  readonly onAccept: (one: One) => void;
};

const List = ({ waiting, canChange, onAccept }: List) => {
  const { phrases, format } = useLanguage();
  const at = useClock();
  return (
    <Part title={phrases.waiting.title}>
      <Text fz="sm" className="soft" px="md" pb="xs">
        {phrases.waiting.hint}
      </Text>
      <div className="rows">
        {waiting.slice(0, SHOWN).map((one) => (
          <Group key={one.id} justify="space-between" px="md" py={6} gap="sm">
            <div>
              <Text fz="sm">{one.nasIdentifier || one.calledStation || phrases.waiting.nameless}</Text>
              <Text fz="xs" className="soft">
                <span style={{ fontFamily: "monospace" }}>{one.source}</span> ·{" "}
                {phrases.accessPoints.times(format.count(one.count))} · {format.ago(one.lastSeenAt, at)}
              </Text>
            </div>
            {canChange && <Deeds one={one} onAccept={onAccept} />}
          </Group>
        ))}
      </div>
    </Part>
  );
};

type Given = { readonly canChange: boolean; readonly onFresh: (fresh: FreshSecret) => void };

/** Who sends RADIUS and may be registered with a few words; nothing while nobody knocks. */
export const Waiting = ({ canChange, onFresh }: Given) => {
  const { data } = useWaiting();
  const [accepting, setAccepting] = useState<One | null>(null);
  const waiting = data?.waiting ?? [];
  return (
    <>
      {waiting.length > 0 && <List waiting={waiting} canChange={canChange} onAccept={setAccepting} />}
      <AcceptDialog one={accepting} onClose={() => setAccepting(null)} onFresh={onFresh} />
    </>
  );
};
