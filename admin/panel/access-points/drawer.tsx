import { Alert, Button, Code, Drawer, Group, Stack, Text } from "@mantine/core";
import { IconKey, IconPower } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { FreshSecret } from "../../api/access-points/new-shapes.ts";
import type { AccessPoint } from "../../api/access-points/shapes.ts";
import { ask } from "../ask/ask.ts";
import { useChange } from "../ask/queries.ts";
import { DecisionsOnDemand } from "../explain/on-demand.tsx";
import { ArchiveButton } from "../parts/archive-button.tsx";
import { useClock } from "../parts/clock.ts";
import { Section } from "../parts/section.tsx";
import { StateBadge } from "../parts/state-badge.tsx";
import { useSure } from "../parts/sure.tsx";
import { useTell } from "../parts/tell.ts";
import { useLanguage } from "../phrases/language.tsx";
import { wordFor } from "../phrases/phrases.ts";
import { FamilyNote } from "./family-note.tsx";
import { MacPassword } from "./mac-password.tsx";
import { RadsecPart } from "./radsec.tsx";
import { Settings } from "./settings.tsx";
import { Signatures } from "./signatures.tsx";
import { useAccessPoint } from "./use-access-point.ts";
import { useFamily } from "./use-families.ts";

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <Text fz="xs" className="soft">
      {name}
    </Text>
    <Text fz="sm" component="div" style={{ overflowWrap: "anywhere" }}>
      {children}
    </Text>
  </div>
);

const Faults = ({ point }: { readonly point: AccessPoint }) => {
  const { phrases, format } = useLanguage();
  const at = useClock();
  const words = phrases.accessPoints;
  return (
    <Section title={words.faults}>
      {point.faults.length === 0 && (
        <Text fz="sm" className="soft">
          {words.noFaults}
        </Text>
      )}
      {point.faults.map(({ reason, count, lastAt }) => (
        <Text fz="sm" key={reason}>
          {wordFor(phrases.faults, reason)} · {words.times(format.count(count))} · {format.ago(lastAt, at)}
        </Text>
      ))}
    </Section>
  );
};

type Deeds = {
  readonly point: AccessPoint;
  readonly onFresh: (fresh: FreshSecret) => void;
  readonly onGone: () => void;
};

const Deeds = ({ point, onFresh, onGone }: Deeds) => {
  const { phrases } = useLanguage();
  const words = phrases.accessPoints;
  const tell = useTell();
  const sure = useSure();
  const touches = [["access-points"], ["now"], ["audit"]];
  const { archive } = useAccessPoint(point.id);
  const rotate = useChange(() => ask<FreshSecret>("POST", `/api/access-points/${point.id}/secret`), touches);
  const turn = useChange(
    (enabled: boolean) => ask("PUT", `/api/access-points/${point.id}/enabled`, { enabled }),
    touches,
  );
  const confirm = () =>
    sure({
      about: point.name,
      question: words.rotateSure,
      act: words.rotate,
      onSure: () => rotate.mutate(undefined, { onSuccess: onFresh, onError: tell.refused }),
    });
  return (
    <Group gap="xs">
      <Button
        variant="default"
        leftSection={<IconKey size={16} />}
        loading={rotate.isPending}
        onClick={confirm}
      >
        {words.rotate}
      </Button>
      <Button
        variant="default"
        leftSection={<IconPower size={16} />}
        loading={turn.isPending}
        onClick={() => turn.mutate(!point.enabled, { onError: tell.refused })}
      >
        {point.enabled ? words.switchOff : words.switchOn}
      </Button>
      <ArchiveButton name={point.name} words={words} archive={archive} onDone={onGone} />
    </Group>
  );
};

const Facts = ({ point }: { readonly point: AccessPoint }) => {
  const { phrases, format } = useLanguage();
  const words = phrases.accessPoints;
  const { sent, acknowledged } = point.changes;
  const { truth, changeFault, looksReversed } = point;
  const obeyed = sent === 0 ? words.noChanges : words.obeyed(format.count(acknowledged), format.count(sent));
  const address = point.coaAddress ? `${point.coaAddress}:${point.coaPort}` : "–";
  const changesGo = point.changesBy === "udp" ? address : words.settings.changesBy.ways.radsec;
  return (
    <>
      <Fact name={words.site}>{[point.siteName, point.communeName].filter(Boolean).join(", ")}</Fact>
      <Fact name={words.kind}>{words.kinds[point.kind]}</Fact>
      <Fact name={words.addresses}>
        <Code>{point.addresses.join(", ")}</Code>
      </Fact>
      {point.nasIdentifier && <Fact name={words.nasIdentifier}>{point.nasIdentifier}</Fact>}
      <Fact name={words.coaAddress}>{changesGo}</Fact>
      <Fact name={words.changes}>{obeyed}</Fact>
      {truth.sent > 0 && (
        <Fact name={words.truth}>{words.seen(format.count(truth.seen), format.count(truth.sent))}</Fact>
      )}
      {changeFault && <Alert variant="light">{words.changeFaults[changeFault]}</Alert>}
      {looksReversed && <Alert variant="light">{words.looksReversed}</Alert>}
    </>
  );
};

const Family = ({ kind }: Pick<AccessPoint, "kind">) => {
  const { accessPoints: words } = useLanguage().phrases;
  const family = useFamily(kind);
  return family && <Fact name={words.kinds[kind]}>{<FamilyNote family={family} />}</Fact>;
};

type Given = {
  readonly point: AccessPoint | null;
  readonly canChange: boolean;
  readonly onClose: () => void;
  readonly onFresh: (fresh: FreshSecret) => void;
};

/** One access point: how it does, what is wrong, and everything staff may say of it. */
export const AccessPointDrawer = ({ point, canChange, onClose, onFresh }: Given) => {
  const { phrases, format } = useLanguage();
  const at = useClock();
  const grace = point?.previousSecretUntil ?? 0;
  return (
    <Drawer
      opened={point !== null}
      onClose={onClose}
      position="right"
      title={point?.name}
      closeButtonProps={{ "aria-label": phrases.close }}
    >
      {point && (
        <Stack key={point.id}>
          <Group gap="sm">
            <StateBadge state={point.state} />
            <Text fz="sm" className="soft">
              {phrases.stateHints[point.state]}
            </Text>
          </Group>
          {grace > at && (
            <Alert variant="light">{phrases.accessPoints.graceRuns(format.moment(grace))}</Alert>
          )}
          <Facts point={point} />
          <Faults point={point} />
          <DecisionsOnDemand whose={{ nasId: point.id }} />
          <Family kind={point.kind} />
          {canChange && <Settings point={point} />}
          <Signatures point={point} canChange={canChange} />
          {canChange && <MacPassword point={point} />}
          <RadsecPart point={point} canChange={canChange} />
          {canChange && <Deeds point={point} onFresh={onFresh} onGone={onClose} />}
        </Stack>
      )}
    </Drawer>
  );
};
