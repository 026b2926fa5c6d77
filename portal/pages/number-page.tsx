import { Layout, type Setting } from "./layout.tsx";
import { NoticeLine } from "./notice.tsx";
import { Porch } from "./porch.tsx";

type Props = Setting & {
  readonly path: string;
  readonly notice: string | null;
  /** what was typed before; empty at first */
  readonly typed: string;
};

/** The first page: one field. */
export const NumberPage = ({ path, notice, typed, ...setting }: Props) => {
  const { say } = setting;
  return (
    <Layout {...setting} title={say("welcome")}>
      <NoticeLine text={notice} />
      <p>{say("free_for_all")}</p>
      <form method="post" action={`${path}/number`}>
        <label for="phone">{say("phone_label")}</label>
        <input
          id="phone"
          name="phone"
          type="tel"
          inputmode="tel"
          autocomplete="tel"
          maxlength={40}
          required
          value={typed}
          aria-describedby={notice === null ? "hint" : "notice hint"}
          aria-invalid={notice !== null && typed !== "" ? "true" : undefined}
        />
        <p id="hint" class="hint">
          {say("phone_hint")}
        </p>
        <button type="submit">{say("get_code")}</button>
      </form>
      <p class="hint">{say("phone_why")}</p>
      <Porch />
    </Layout>
  );
};
