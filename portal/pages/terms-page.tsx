import { Layout, type Setting } from "./layout.tsx";
import { NoticeLine } from "./notice.tsx";

type Props = Setting & {
  readonly path: string;
  readonly notice: string | null;
  readonly termsId: number;
  /** paragraphs apart by an empty line; one that begins with `## ` has a heading as its first line */
  readonly text: string;
  readonly landingUrl: string;
};

const Paragraph = ({ text }: { readonly text: string }) => {
  if (!text.startsWith("## ")) return <p>{text}</p>;
  const [heading = "", ...rest] = text.split("\n");
  return (
    <>
      <h2>{heading.slice(3)}</h2>
      {rest.length > 0 && <p>{rest.join(" ")}</p>}
    </>
  );
};

/** The terms of use, agreed to once a version; the box is never ticked beforehand. */
export const TermsPage = ({ path, notice, termsId, text, landingUrl, ...setting }: Props) => {
  const { say } = setting;
  const [before, after] = say("terms_later", { link: "|" }).split("|");
  return (
    <Layout {...setting} title={say("terms_title")}>
      <NoticeLine text={notice} />
      <p>{say("terms_intro")}</p>
      <section class="room terms" tabindex={0} aria-label={say("terms_title")}>
        {text.split(/\n{2,}/).map((paragraph) => (
          <Paragraph key={paragraph} text={paragraph} />
        ))}
      </section>
      <form method="post" action={`${path}/terms`}>
        <input type="hidden" name="terms" value={termsId} />
        <label class="tick">
          <input type="checkbox" name="accept" value="yes" required />
          <span>{say("terms_accept")}</span>
        </label>
        <button type="submit">{say("terms_submit")}</button>
      </form>
      <p class="hint">
        {before}
        <a href={landingUrl}>{say("to_services")}</a>
        {after}
      </p>
    </Layout>
  );
};
