import type { HandOver } from "../dialects/dialect.ts";
import { Layout, page, type Setting } from "./layout.tsx";
import { SUBMIT } from "./style.ts";

type Props = Setting & { readonly form: Extract<HandOver, { kind: "form" }> };

const HandOverPage = ({ form, ...setting }: Props) => {
  const { say } = setting;
  return (
    <Layout {...setting} other={null} title={say("handover_title")}>
      <p>{say("handover_text")}</p>
      <form id="handover" method="post" action={form.url}>
        {Object.entries(form.fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <button type="submit">{say("handover_submit")}</button>
      </form>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, whose hash the policy names */}
      <script dangerouslySetInnerHTML={{ __html: SUBMIT }} />
    </Layout>
  );
};

/** Gives the grant to the gateway by a top-level form; a browser without scripts shows the button. */
export const handOverPage = (setting: Setting, form: Props["form"]): string =>
  page(<HandOverPage {...setting} form={form} />);
