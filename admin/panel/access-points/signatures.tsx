import { Alert, Badge, Group, SegmentedControl, Stack, Switch, Text, Title } from "@mantine/core";
import type { AccessPoint } from "../../api/access-points/shapes.ts";
import { ask } from "../ask/ask.ts";
import { useChange } from "../ask/queries.ts";
import { useTell } from "../parts/tell.ts";
import { useLanguage } from "../phrases/language.tsx";

type Wish = Pick<AccessPoint["signatures"], "mode" | "omitsReplySignature">;

const MODES = ["require", "auto", "legacy"] as const;

const COLOUR: Readonly<Record<AccessPoint["signatures"]["posture"], "green" | "gray" | "clay" | "red">> = {
  tls: "green",
  require: "green",
  learning: "gray",
  "never-seen": "gray",
  legacy: "clay",
  "legacy-proxied": "red",
};

const Evidence = ({ point }: { readonly point: AccessPoint }) => {
  const { phrases, format } = useLanguage();
  const words = phrases.signatures;
  const { signed, unsigned, currentSecretAt, previousSecretAt } = point.signatures;
  return (
    <>
      <Text fz="sm">{words.evidence(format.count(signed), format.count(unsigned))}</Text>
      {previousSecretAt !== null && (
        <Text fz="sm">
          {(currentSecretAt ?? 0) > previousSecretAt
            ? words.usesNew(format.moment(currentSecretAt ?? 0))
            : words.usesOld(format.moment(previousSecretAt))}
        </Text>
      )}
    </>
  );
};

const Choice = ({ point }: { readonly point: AccessPoint }) => {
  const { phrases } = useLanguage();
  const words = phrases.signatures;
  const tell = useTell();
  const set = useChange(
    (wish: Wish) => ask("PUT", `/api/access-points/${point.id}/signatures`, wish),
    [["access-points"], ["audit"]],
  );
  const { mode, omitsReplySignature } = point.signatures;
  const wish = (more: Partial<Wish>): void =>
    set.mutate({ mode, omitsReplySignature, ...more }, { onError: tell.refused });
  return (
    <>
      <SegmentedControl
        aria-label={words.title}
        value={mode}
        disabled={set.isPending}
        onChange={(value) => wish({ mode: MODES.find((each) => each === value) ?? mode })}
        data={MODES.map((value) => ({ value, label: words.modes[value] }))}
      />
      <Text fz="xs" className="soft">
        {words.modeHints[mode]}
      </Text>
      <Switch
        color="red"
        label={words.omit}
        description={words.omitHint}
        checked={omitsReplySignature}
        disabled={set.isPending}
        onChange={({ currentTarget }) => wish({ omitsReplySignature: currentTarget.checked })}
      />
    </>
  );
};

/** Whether an access point's logins are signed, on what evidence, and what staff may ask of it. */
export const Signatures = ({
  point,
  canChange,
}: {
  readonly point: AccessPoint;
  readonly canChange: boolean;
}) => {
  const { phrases } = useLanguage();
  const words = phrases.signatures;
  const { posture, omitsReplySignature } = point.signatures;
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Title order={3} fz={15}>
          {words.title}
        </Title>
        <Badge variant="light" tt="none" color={COLOUR[posture]} className={`on-${COLOUR[posture]}`}>
          {words.postures[posture]}
        </Badge>
      </Group>
      {posture === "legacy-proxied" && <Alert color="red">{words.proxied}</Alert>}
      {omitsReplySignature && <Alert color="red">{words.omitted}</Alert>}
      <Evidence point={point} />
      {canChange && <Choice point={point} />}
    </Stack>
  );
};
