import { Anchor, Button, Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Explained } from "../../api/explain/shapes.ts";
import { Loading } from "../parts/loading.tsx";
import { Part } from "../parts/page.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { useDecisions, type Whose } from "./use-decisions.ts";

type Decision = Explained["decisions"][number];

type One = { readonly decision: Decision; readonly whose: Whose };

/** What of a decision is not known already where it is shown: where it was, and who it was about. */
const Where = ({ decision, whose }: One) => {
  const { phrases } = useLanguage();
  const { accessPointName, subscriberId, mac } = decision;
  const device = subscriberId === null && !("mac" in whose) ? mac : null;
  return (
    <>
      {!("nasId" in whose) && <span className="soft"> {accessPointName}</span>}
      {device && (
        <span className="soft" style={{ fontFamily: "monospace" }}>
          {" "}
          {device}
        </span>
      )}
      {subscriberId !== null && !("subscriberId" in whose) && (
        <>
          {" "}
          <Anchor component={Link} to={`/people/${subscriberId}`} fz="sm">
            {phrases.audit.subjects.person} {subscriberId}
          </Anchor>
        </>
      )}
    </>
  );
};

const Row = ({ decision, whose }: One) => {
  const { format, locale } = useLanguage();
  return (
    <Group component="li" className="inset" py={6} gap="sm" wrap="nowrap" align="flex-start">
      <Text fz="xs" className="soft timeline-at" pt={2}>
        {format.moment(decision.at)}
      </Text>
      <Text fz="sm" component="div">
        {decision.staff[locale]}
        <Where decision={decision} whose={whose} />
      </Text>
    </Group>
  );
};

type Given = { readonly whose: Whose };

/** Logins and why each was decided so, in one sentence, newest first; earlier ones when asked for. */
export const DecisionList = ({ whose }: Given) => {
  const { phrases } = useLanguage();
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useDecisions(whose);
  if (!data) return <Loading fault={error} />;
  const decisions = data.pages.flatMap((page) => page.decisions);
  return (
    <>
      {decisions.length === 0 && (
        <Text fz="sm" className="soft inset" pb="sm">
          {phrases.explain.none}
        </Text>
      )}
      <ul className="rows list">
        {decisions.map((decision, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two logins may be decided at one instant
          <Row key={`${decision.at} ${index}`} decision={decision} whose={whose} />
        ))}
      </ul>
      {hasNextPage && (
        <Button
          variant="subtle"
          size="compact-sm"
          m="xs"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {phrases.explain.earlier}
        </Button>
      )}
    </>
  );
};

/** A card of its own for logins and why they were decided so. */
export const Decisions = ({ whose }: Given) => {
  const { phrases } = useLanguage();
  return (
    <Part title={phrases.explain.title}>
      <DecisionList whose={whose} />
    </Part>
  );
};
