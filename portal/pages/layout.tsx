import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Language, Say } from "../phrases/phrase.ts";
import { LOOK_AGAIN, LOOK_AGAIN_SECONDS, STYLE } from "./style.ts";

/** What every page knows. */
export type Setting = {
  readonly say: Say;
  readonly language: Language;
  /** name of the place; null where it is not known */
  readonly place: string | null;
  /** address of this page in the other language; null where it has none */
  readonly other: string | null;
};

type Frame = Setting & {
  readonly title: string;
  /** whether the page looks again by itself, until something has happened; absent for no */
  readonly looksAgain?: boolean;
  readonly children: ComponentChildren;
};

/** In the head, where a browser without scripts obeys a refresh. */
const LookAgain = () => (
  <>
    <noscript>
      <meta http-equiv="refresh" content={String(LOOK_AGAIN_SECONDS)} />
    </noscript>
    {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, whose hash the policy names */}
    <script dangerouslySetInnerHTML={{ __html: LOOK_AGAIN }} />
  </>
);

const TILES = 24;

/** The eave of a tiled roof across the top. */
const Roof = () => (
  <svg class="roof" viewBox={`0 0 ${TILES * 20} 44`} preserveAspectRatio="xMidYMin slice" aria-hidden="true">
    <path class="t" d={`M0 0H${TILES * 20}V24H0z`} />
    <path class="e" d={`M0 16H${TILES * 20}v8${"a10 11 0 0 1-20 0".repeat(TILES)}z`} />
    <path class="t" d={`M0 10H${TILES * 20}v7${"a10 10 0 0 1-20 0".repeat(TILES)}z`} />
  </svg>
);

/** The sign: a house whose veranda sends out Wi-Fi. */
const Mark = () => (
  <svg class="mark" viewBox="0 0 40 40" aria-hidden="true">
    <path class="r" d="M4 17C12 14 17 9 20 5c3 4 8 9 16 12M8 18v17M32 18v17M5 35h30" />
    <path class="w" d="M13 25a10 10 0 0 1 14 0M16.5 28.5a5 5 0 0 1 7 0" />
    <circle class="d" cx="20" cy="32" r="1.8" />
  </svg>
);

const Top = ({ say, language, place, other }: Setting) => (
  <header class="top">
    <span class="name">
      <Mark />
      <span>
        {say("title")}
        {place !== null && <small>{place}</small>}
      </span>
    </span>
    {other !== null && (
      <a
        class="tongue"
        href={other}
        lang={language === "vi" ? "en" : "vi"}
        hreflang={language === "vi" ? "en" : "vi"}
      >
        {say("other_language")}
      </a>
    )}
  </header>
);

/** The frame of every page. */
export const Layout = ({ title, looksAgain = false, children, ...setting }: Frame) => (
  <html lang={setting.language}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width,initial-scale=1" />
      <meta name="robots" content="noindex" />
      <meta name="format-detection" content="telephone=no" />
      {looksAgain && <LookAgain />}
      <title>{`${title} · ${setting.say("title")}`}</title>
      <link rel="icon" href="data:," />
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, whose hash the policy names */}
      <style dangerouslySetInnerHTML={{ __html: STYLE }} />
    </head>
    <body>
      <Roof />
      <Top {...setting} />
      <main>
        <h1>{title}</h1>
        {children}
      </main>
      <footer>{setting.say("footer")}</footer>
    </body>
  </html>
);

/** A page as text. */
export const page = (node: Parameters<typeof renderToString>[0]): string =>
  `<!doctype html>${renderToString(node)}`;
