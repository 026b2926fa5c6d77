import { Alert, Stack, Text } from "@mantine/core";
import type { AccessPoint } from "../../api/access-points/shapes.ts";
import type { Radsec } from "../../api/radsec/shapes.ts";
import { Loading } from "../parts/loading.tsx";
import { Section } from "../parts/section.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { RadsecCertificate } from "./radsec-certificate.tsx";
import { RadsecKey } from "./radsec-key.tsx";
import { useRadsec } from "./use-radsec.ts";

/** What the server does not take, so that nobody waits for a key to work. */
const useMissing = ({ psk, certificates }: Radsec["served"]): string | null => {
  const words = useLanguage().phrases.accessPoints.radsec;
  if (!psk && !certificates) return words.off;
  if (!psk) return words.offPsk;
  return certificates ? null : words.offCertificate;
};

const Plain = ({ radsec }: { readonly radsec: Radsec }) => {
  const words = useLanguage().phrases.accessPoints.radsec;
  const facts = [
    [words.identity, radsec.pskIdentity],
    [words.name, radsec.name],
    [words.fingerprint, radsec.fingerprint],
  ].filter(([, value]) => value !== null);
  return (
    <>
      {facts.map(([name, value]) => (
        <Text fz="sm" key={name} style={{ overflowWrap: "anywhere" }}>
          {name}: {value}
        </Text>
      ))}
      {radsec.required && <Text fz="sm">{words.required}</Text>}
    </>
  );
};

type Known = { readonly point: AccessPoint; readonly canChange: boolean; readonly radsec: Radsec };

const Identities = ({ point, canChange, radsec }: Known) => {
  const missing = useMissing(radsec.served);
  return (
    <>
      {missing && (
        <Alert variant="light" p="xs">
          {missing}
        </Alert>
      )}
      {!canChange && <Plain radsec={radsec} />}
      {canChange && <RadsecKey point={point} identity={radsec.pskIdentity} />}
      {canChange && <RadsecCertificate point={point} radsec={radsec} />}
    </>
  );
};

/** How one access point proves itself over TLS: shown, and for those who may, changed. */
export const RadsecPart = ({ point, canChange }: Omit<Known, "radsec">) => {
  const words = useLanguage().phrases.accessPoints.radsec;
  const { data, error } = useRadsec(point.id).query;
  return (
    <Section title={words.title}>
      {!data && <Loading fault={error} />}
      <Stack gap="xs">{data && <Identities point={point} canChange={canChange} radsec={data} />}</Stack>
    </Section>
  );
};
