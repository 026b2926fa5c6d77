import { Layout, type Setting } from "./layout.tsx";
import { NoticeLine } from "./notice.tsx";

type Props = Setting & {
  readonly path: string;
  readonly notice: string | null;
  /** the number, all but its last digits hidden */
  readonly phone: string;
  /** time of day until which the code is valid */
  readonly validUntil: string;
  /** how long until another may be sent; null when it may */
  readonly wait: string | null;
};

/** The second page: the code of the message, one field. */
export const CodePage = ({ path, notice, phone, validUntil, wait, ...setting }: Props) => {
  const { say } = setting;
  const [before, after] = say("code_sent_to", { phone: "|" }).split("|");
  return (
    <Layout {...setting} title={say("code_title")}>
      <NoticeLine text={notice} />
      <p>
        {before}
        <span class="nb">{phone}</span>
        {after}
      </p>
      <form method="post" action={`${path}/code`}>
        <label for="code">{say("code_label")}</label>
        <input
          id="code"
          name="code"
          class="code"
          type="text"
          inputmode="numeric"
          autocomplete="one-time-code"
          pattern="[0-9 ]*"
          maxlength={12}
          required
          autofocus
          aria-describedby={notice === null ? "valid" : "notice valid"}
        />
        <p id="valid" class="hint">
          {say("code_valid", { time: validUntil })} {say("code_closed")}
        </p>
        <button type="submit">{say("code_submit")}</button>
      </form>
      <form method="post" action={`${path}/again`}>
        <button type="submit" class="quiet">
          {say("code_again")}
        </button>
        {wait !== null && <p class="hint">{say("code_again_in", { wait })}</p>}
      </form>
      <form method="post" action={`${path}/change`}>
        <button type="submit" class="link">
          {say("code_change")}
        </button>
      </form>
    </Layout>
  );
};
