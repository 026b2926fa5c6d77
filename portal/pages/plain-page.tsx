import type { PlainCode } from "../phrases/keys.ts";
import { type Language, speaker } from "../phrases/phrase.ts";
import { Layout, page, type Setting } from "./layout.tsx";
import { NoticeLine } from "./notice.tsx";

const PlainPage = ({ code, ...setting }: Setting & { readonly code: PlainCode }) => {
  const { say } = setting;
  return (
    <Layout {...setting} title={say("plain_title")}>
      <NoticeLine text={say(code)} />
      <p>{say("plain_help")}</p>
    </Layout>
  );
};

/** A page without a visit: one sentence on what is wrong, one on what helps. Nothing that was sent appears in it. */
export const plainPage = (code: PlainCode, language: Language): string =>
  page(<PlainPage say={speaker(language)} language={language} place={null} other={null} code={code} />);
