import { Layout, type Setting } from "./layout.tsx";

/** The access point is asking whether the device may go online; nothing is left to do but wait a moment. */
export const ConnectingPage = ({ landingUrl, ...setting }: Setting & { readonly landingUrl: string }) => {
  const { say } = setting;
  return (
    <Layout {...setting} title={say("handover_title")} looksAgain>
      <p role="status">{say("connecting_text")}</p>
      <a class="door" href={landingUrl}>
        {say("to_services")}
      </a>
    </Layout>
  );
};
