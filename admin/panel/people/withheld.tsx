import { Alert, Button, Group, Text } from "@mantine/core";
import { IconScale } from "@tabler/icons-react";
import { useState } from "react";
import type { Charged, PersonSession } from "../../api/people/shapes.ts";
import { ask } from "../ask/ask.ts";
import { useChange } from "../ask/queries.ts";
import { useSure } from "../parts/sure.tsx";
import { useTell } from "../parts/tell.ts";
import { useLanguage } from "../phrases/language.tsx";

type Withheld = NonNullable<PersonSession["withheld"]>;

type Given = {
  readonly personId: number;
  readonly sessionId: string;
  readonly withheld: Withheld;
  readonly canChange: boolean;
};

const useClaim = ({ claim }: Withheld): string | null => {
  const { phrases, format } = useLanguage();
  if (!claim) return null;
  const said = (octets: number | null): string => (octets === null ? "–" : format.octets(octets));
  return phrases.people.claim(said(claim.up), said(claim.down), format.moment(claim.at));
};

/** Charges what was withheld once somebody is sure; gone as soon as it was, whatever the next look still says. */
const Charge = ({
  personId,
  sessionId,
  withheld,
  onCharged,
}: Omit<Given, "canChange"> & { readonly onCharged: () => void }) => {
  const { phrases, format } = useLanguage();
  const words = phrases.people;
  const tell = useTell();
  const sure = useSure();
  const charge = useChange(
    () => ask<Charged>("POST", `/api/people/${personId}/withheld`, { sessionId }),
    [["person", personId], ["audit"]],
  );
  const done = ({ up, down }: Charged): void => {
    tell.done(up + down === 0 ? words.chargedNothing : words.charged(format.octets(up + down)));
    onCharged();
  };
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={charge.isPending}
      onClick={() =>
        sure({
          about: words.charge,
          question: words.chargeSure(format.octets(withheld.up + withheld.down)),
          act: words.charge,
          onSure: () => charge.mutate(undefined, { onSuccess: done, onError: tell.refused }),
        })
      }
    >
      {words.charge}
    </Button>
  );
};

/** Octets of a session that no link could have carried: how many, what was claimed, and charging them after all. */
export const WithheldNote = ({ canChange, ...given }: Given) => {
  const { phrases, format } = useLanguage();
  const words = phrases.people;
  const { withheld } = given;
  const amount = withheld.up + withheld.down;
  const claim = useClaim(withheld);
  const [charged, setCharged] = useState(0);
  if (charged === amount) return null;
  return (
    <Alert variant="light" color="clay" mx="md" mb="sm" p="sm" icon={<IconScale size={18} />}>
      <Text fz="sm" fw={600}>
        {words.withheld(format.octets(amount))}
      </Text>
      {claim && <Text fz="sm">{claim}</Text>}
      {!withheld.canCharge && <Text fz="sm">{words.chargeTooLate}</Text>}
      {canChange && withheld.canCharge && (
        <Group mt={6}>
          <Charge {...given} onCharged={() => setCharged(amount)} />
        </Group>
      )}
    </Alert>
  );
};
