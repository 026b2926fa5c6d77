import { masked } from "#access/subscriber/phone";
import { clockText, waitText } from "../phrases/amount.ts";
import { speaker } from "../phrases/phrase.ts";
import { pathOf } from "../visit/address.ts";
import type { View } from "../visit/view.ts";
import type { Visit } from "../visit/visit.ts";
import { CodePage } from "./code-page.tsx";
import { ConnectPage } from "./connect-page.tsx";
import { ConnectingPage } from "./connecting-page.tsx";
import { page, type Setting } from "./layout.tsx";
import { noticeText } from "./notice.tsx";
import { NumberPage } from "./number-page.tsx";
import { OnlinePage } from "./online-page.tsx";
import { TermsPage } from "./terms-page.tsx";

/** Where and when a page is made. */
export type Place = {
  /** name of the site */
  readonly name: string;
  readonly zone: string;
  readonly landingUrl: string;
  /** epoch ms */
  readonly at: number;
};

/** What all pages of a visit know. */
export const settingOf = (visit: Visit, place: string): Setting => ({
  say: speaker(visit.language),
  language: visit.language,
  place,
  other: `${pathOf(visit)}?lang=${visit.language === "vi" ? "en" : "vi"}`,
});

/** The page of a view, as text; pure. */
export const visitPage = (view: View, visit: Visit, { name, zone, landingUrl, at }: Place): string => {
  const setting = settingOf(visit, name);
  const { language } = visit;
  const notice = noticeText(visit.notice, { ...setting, at, zone });
  const shared = { ...setting, path: pathOf(visit), notice };
  switch (view.kind) {
    case "number":
      return page(<NumberPage {...shared} typed={visit.typed ?? ""} />);
    case "code": {
      const seconds = (view.pending.againAt - at) / 1_000;
      return page(
        <CodePage
          {...shared}
          phone={masked(visit.phone ?? "")}
          validUntil={clockText(language, view.pending.expiresAt, zone)}
          wait={seconds > 0 ? waitText(language, seconds) : null}
        />,
      );
    }
    case "terms":
      return page(
        <TermsPage
          {...shared}
          termsId={view.terms.id}
          text={view.terms.text[language]}
          landingUrl={landingUrl}
        />,
      );
    case "connecting":
      return page(<ConnectingPage {...setting} landingUrl={landingUrl} />);
    case "connect":
      return page(
        <ConnectPage {...shared} notice={view.refusal?.[language] ?? notice} landingUrl={landingUrl} />,
      );
    case "online":
      return page(
        <OnlinePage
          {...shared}
          standing={view.standing}
          zone={zone}
          landingUrl={landingUrl}
          originalUrl={visit.context.originalUrl}
        />,
      );
  }
};
