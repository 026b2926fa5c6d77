import type { PlainCode } from "../phrases/keys.ts";
import { type Language, speaker } from "../phrases/phrase.ts";
import { Layout, page, type Setting } from "./layout.tsx";
import { NoticeLine } from "./notice.tsx";

type Props = Setting & {
  readonly code: PlainCode;
  /** where the gateway begins a sign-in; null where none is known */
  readonly entrance: string | null;
};

const PlainPage = ({ code, entrance, ...setting }: Props) => {
  const { say } = setting;
  return (
    <Layout {...setting} title={say("plain_title")}>
      <NoticeLine text={say(code)} />
      <p>{say("plain_help")}</p>
      {entrance !== null && (
        <a class="door" href={entrance}>
          {say("to_entrance")}
        </a>
      )}
    </Layout>
  );
};

/** A page without a visit: one sentence on what is wrong, one on what helps. Nothing that was sent appears in it. */
export const plainPage = (code: PlainCode, language: Language, entrance: string | null = null): string =>
  page(
    <PlainPage
      say={speaker(language)}
      language={language}
      place={null}
      other={null}
      code={code}
      entrance={entrance}
    />,
  );
