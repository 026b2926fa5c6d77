import { Layout, type Setting } from "./layout.tsx";
import { NoticeLine } from "./notice.tsx";

type Props = Setting & {
  readonly path: string;
  /** why the person is not online; null before the first try */
  readonly notice: string | null;
  readonly landingUrl: string;
};

/** Everything is proven and agreed: one button, or why it did not work. */
export const ConnectPage = ({ path, notice, landingUrl, ...setting }: Props) => {
  const { say } = setting;
  return (
    <Layout {...setting} title={say(notice === null ? "connect_title" : "refused_title")}>
      <NoticeLine text={notice} />
      {notice === null && <p>{say("connect_text")}</p>}
      <form method="post" action={`${path}/terms`}>
        <input type="hidden" name="accept" value="yes" />
        <button type="submit">{say(notice === null ? "connect" : "connect_again")}</button>
      </form>
      <form method="post" action={`${path}/change`}>
        <button type="submit" class="link">
          {say("change_number")}
        </button>
      </form>
      <a class="door" href={landingUrl}>
        {say("to_services")}
      </a>
    </Layout>
  );
};
