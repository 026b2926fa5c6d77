import type { Standing } from "#access/quota/read-standing";
import { momentText, octetsText, spanText, speedText } from "../phrases/amount.ts";
import type { PhraseKey } from "../phrases/keys.ts";
import { Layout, type Setting } from "./layout.tsx";

type Props = Setting & {
  readonly path: string;
  /** null when this window may not be told */
  readonly standing: Standing | null;
  readonly zone: string;
  readonly landingUrl: string;
  readonly originalUrl: string | null;
};

type Line = Standing["lines"][number];

const STATES: Readonly<Record<Standing["profile"], PhraseKey>> = {
  full: "online_full",
  slow: "online_slow",
  "government-only": "online_government",
  end: "online_end",
};

const Lamp = () => (
  <svg class="lamp" viewBox="0 0 88 88" aria-hidden="true">
    <circle class="o" cx="44" cy="44" r="44" />
    <circle class="i" cx="44" cy="44" r="31" />
    <path d="M31 45l9 9 18-19" />
  </svg>
);

const Bar = ({ left, limit }: Line) => (
  <svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
    <rect width={Math.round((100 * left) / Math.max(1, limit))} height="1" />
  </svg>
);

const Allowance = ({ line, zone, ...setting }: Setting & { readonly line: Line; readonly zone: string }) => {
  const { say, language } = setting;
  const amount = line.of === "octets" ? octetsText : spanText;
  return (
    <li>
      {say(line.of)} {say(`per_${line.per}`)}
      <b>{say("left_of", { left: amount(language, line.left), limit: amount(language, line.limit) })}</b>
      <Bar {...line} />
      {line.resetsAt !== null && (
        <span class="soft">{say("resets_at", { time: momentText(language, line.resetsAt, zone) })}</span>
      )}
    </li>
  );
};

const Left = ({
  standing,
  zone,
  ...setting
}: Setting & { readonly standing: Standing; readonly zone: string }) => {
  const { say, language } = setting;
  return (
    <>
      <p>
        {say(STATES[standing.profile])}{" "}
        {standing.profile !== "end" && standing.downKbps !== null
          ? say("online_speed", { speed: speedText(language, standing.downKbps) })
          : ""}
      </p>
      <section class="room" aria-label={standing.planName[language]}>
        {standing.lines.length === 0 ? (
          say("left_unlimited")
        ) : (
          <ul class="lines">
            {standing.lines.map((line) => (
              <Allowance key={`${line.of} ${line.per}`} {...setting} line={line} zone={zone} />
            ))}
          </ul>
        )}
      </section>
    </>
  );
};

/** "You are online": what is left, when it is full again, where to go, and the way out. */
export const OnlinePage = ({ path, standing, zone, landingUrl, originalUrl, ...setting }: Props) => {
  const { say } = setting;
  return (
    <Layout {...setting} title={say("online_title")}>
      <Lamp />
      {standing === null ? (
        <p>{say("left_hidden")}</p>
      ) : (
        <Left {...setting} standing={standing} zone={zone} />
      )}
      {originalUrl !== null && (
        <a class="door" href={originalUrl} rel="noreferrer">
          {say("to_original", { host: new URL(originalUrl).host })}
        </a>
      )}
      <a class="door" href={landingUrl}>
        {say("to_services")}
      </a>
      {standing !== null && (
        <>
          <p class="hint">{say("keep_page")}</p>
          <form method="post" action={`${path}/sign-out`}>
            <button type="submit" class="quiet">
              {say("sign_out")}
            </button>
          </form>
        </>
      )}
    </Layout>
  );
};
