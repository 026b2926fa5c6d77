import { describe, expect, it } from "vitest";
import type { Standing } from "#access/quota/read-standing";
import { PHRASES } from "#portal/phrases/phrase";
import type { View } from "#portal/visit/view";
import { opened, type Visit } from "#portal/visit/visit";
import { visitPage } from "../../../portal/pages/visit-page.tsx";

const AT = Date.UTC(2026, 10, 23, 3);
const PLACE = {
  name: "Chợ Đông Hà",
  zone: "Asia/Ho_Chi_Minh",
  landingUrl: "https://dichvucong.gov.vn/",
  at: AT,
};

const visitWith = (changes: Partial<Visit> = {}): Visit => ({
  ...opened(
    {
      slug: "cho",
      language: "vi",
      context: {
        phase: "new",
        mac: "aa:bb:cc:dd:ee:01",
        ip: null,
        nasSessionId: null,
        loginUrl: "http://10.1.0.1/login",
        challenge: null,
        chapId: null,
        originalUrl: null,
        signed: false,
      },
    },
    null,
  ),
  ...changes,
});

const standing = (profile: Standing["profile"], left: number): Standing => ({
  planName: { vi: "Hằng ngày", en: "Daily" },
  profile,
  downKbps: profile === "slow" ? 512 : 10_000,
  upKbps: null,
  lines: [
    {
      of: "octets",
      per: "day",
      limit: 2e9,
      used: 2e9 - left,
      left,
      startsAt: AT,
      resetsAt: Date.UTC(2026, 10, 23, 17),
    },
  ],
});

const online = (profile: Standing["profile"], left: number, language: Visit["language"] = "vi") =>
  visitPage({ kind: "online", standing: standing(profile, left) }, visitWith({ language }), PLACE);

describe("the page of a person who is online", () => {
  it.each([
    ["full", 1e9, "online_full"],
    ["slow", 0, "online_slow"],
    ["government-only", 0, "online_government"],
    ["end", 0, "online_end"],
  ] as const)("says in one sentence that the profile is %s", (profile, left, phrase) => {
    expect(online(profile, left)).toContain(PHRASES.vi[phrase]);
    expect(online(profile, left, "en")).toContain(PHRASES.en[phrase]);
  });

  it("names the slower speed while slow", () => {
    expect(online("slow", 0)).toContain("512 kbit/s");
  });

  it("tells the reset in the site's own time", () => {
    expect(online("full", 1e9, "en")).toContain("Full again at 00:00, Tuesday 24/11");
  });
});

describe("a refusal with an instant in it", () => {
  it("tells it in the site's own time", () => {
    const notice = { code: "quota_spent", fields: { resetsAt: Date.UTC(2026, 10, 23, 17) } } as const;
    expect(visitPage({ kind: "connect", refusal: null }, visitWith({ notice }), PLACE)).toContain(
      "Dùng lại được từ 00:00, Thứ Ba, 24/11",
    );
  });

  it("tells when nothing new comes, where the allowance was for once", () => {
    const notice = { code: "quota_spent", fields: {} } as const;
    expect(visitPage({ kind: "connect", refusal: null }, visitWith({ notice }), PLACE)).toContain(
      PHRASES.vi.quota_spent_for_good,
    );
  });

  it("is not shown once the wait is over", () => {
    const notice = { code: "sms_too_soon", fields: { untilAt: AT } } as const;
    expect(visitPage({ kind: "number" }, visitWith({ notice }), PLACE)).not.toContain('role="alert"');
  });
});

describe("every page of a visit", () => {
  const VIEWS: readonly View[] = [
    { kind: "number" },
    { kind: "code", pending: { expiresAt: AT + 300_000, againAt: AT + 60_000 } },
    { kind: "terms", terms: { id: 1, version: 1, text: { vi: "## A\nb", en: "## A\nb" }, publishedAt: AT } },
    { kind: "connect", refusal: null },
    { kind: "online", standing: null },
    { kind: "online", standing: standing("full", 1) },
  ];

  it.each(["vi", "en"] as const)(
    "names its language %s, one heading, a label for each field, and the other language",
    (language) => {
      for (const view of VIEWS) {
        const html = visitPage(view, visitWith({ language, phone: "+84912345678" }), PLACE);
        expect(html).toContain(`<html lang="${language}">`);
        expect(html.match(/<h1>/g)).toHaveLength(1);
        expect(html).toContain(`?lang=${language === "vi" ? "en" : "vi"}`);
        for (const [, id] of html.matchAll(/<input id="([^"]+)"/g)) expect(html).toContain(`for="${id}"`);
      }
    },
  );

  it("shows of a number no more than its last three digits", () => {
    for (const view of VIEWS)
      expect(visitPage(view, visitWith({ phone: "+84912345678" }), PLACE)).not.toContain("45678");
  });
});
