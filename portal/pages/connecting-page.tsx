import { Layout, type Setting } from "./layout.tsx";

/** As often as a NAS that was told to ask again may have done so, seconds. */
const LOOKS_AGAIN = 2;

/** The access point is asking whether the device may go online; nothing is left to do but wait a moment. */
export const ConnectingPage = ({ landingUrl, ...setting }: Setting & { readonly landingUrl: string }) => {
  const { say } = setting;
  return (
    <Layout {...setting} title={say("handover_title")} looksAgainIn={LOOKS_AGAIN}>
      <p role="status">{say("connecting_text")}</p>
      <a class="door" href={landingUrl}>
        {say("to_services")}
      </a>
    </Layout>
  );
};
