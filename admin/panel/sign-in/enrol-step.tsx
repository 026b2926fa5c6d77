import { Center, Code, Loader, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Enrolment } from "../../api/me/shapes.ts";
import { ask } from "../ask/ask.ts";
import { RefusalNote } from "../parts/refusal-note.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { CodeForm } from "./code-form.tsx";
import { Step } from "./step.tsx";

const inFours = (secret: string): string => secret.replace(/(.{4})(?=.)/g, "$1 ");

/** The picture comes from our own server as an image, so that nothing in it could run. */
const pictureUrl = (picture: string): string => `data:image/svg+xml,${encodeURIComponent(picture)}`;

/** Turns on sign-in codes: a picture to scan, then the first code as proof. */
export const EnrolStep = () => {
  const { phrases } = useLanguage();
  const { data, error } = useQuery({
    queryKey: ["enrolment"],
    queryFn: () => ask<Enrolment>("GET", "/api/me/enrolment"),
    gcTime: 0,
  });
  return (
    <Step title={phrases.signIn.enrolTitle} hint={phrases.signIn.enrolHint}>
      <RefusalNote fault={error} />
      <Center>
        {data ? (
          <img className="qr" src={pictureUrl(data.picture)} alt={phrases.signIn.picture} />
        ) : (
          <Loader type="dots" />
        )}
      </Center>
      {data && (
        <Text fz="sm" className="soft">
          {phrases.signIn.enrolText} <Code>{inFours(data.secret)}</Code>
        </Text>
      )}
      <CodeForm />
    </Step>
  );
};
