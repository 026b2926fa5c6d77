import { describe, expect, it } from "vitest";
import { AUDIT_ACTIONS, AUDIT_SUBJECTS } from "#access/audit/audit";
import { explain } from "#access/runtime/explain";
import { Failure } from "#access/runtime/failure";
import { refusalOf } from "#admin/api/failures";
import { REFUSALS } from "#admin/api/refusals";
import { PHRASES } from "#portal/phrases/phrase";
import { terminateCauseName } from "#radius-server/protocol/values";
// the panel is bundled, not compiled, so that its phrases are read where they are written
import { en } from "../../admin/panel/phrases/en.ts";
import { vi } from "../../admin/panel/phrases/vi.ts";
import { product, textOf } from "./sources.ts";

type Tree = { readonly [key: string]: unknown };

/** Every phrase's place in a tree of phrases: `now.online`. */
const placesIn = (tree: Tree, above = ""): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? placesIn(value as Tree, `${above}${key}.`)
      : [`${above}${key}`],
  );

const quoted = (spelled: string = ""): string[] =>
  [...spelled.matchAll(/"([^"]+)"/g)].map(([, word = ""]) => word);

/** The words of a union of texts as its file spells them. */
const wordsOf = (path: string, type: string): string[] =>
  quoted(new RegExp(`type ${type} =([^;]*);`).exec(textOf(path))?.[1]);

/** Texts that stand behind a name in the product's code: `reason: "…"`. */
const literals = (pattern: RegExp, room: RegExp): string[] =>
  product()
    .filter(({ path }) => room.test(path))
    .flatMap(({ text }) => [...text.matchAll(pattern)].map(([, word = ""]) => word));

const unspoken = (words: readonly string[], phrases: Readonly<Record<string, unknown>>): string[] =>
  [...new Set(words)].filter((word) => !Object.hasOwn(phrases, word));

const LANGUAGES = [
  ["Vietnamese", vi],
  ["English", en],
] as const;

describe("the portal's phrases", () => {
  it("are the same in both languages", () => {
    expect(Object.keys(PHRASES.en).sort()).toEqual(Object.keys(PHRASES.vi).sort());
    expect(Object.keys(PHRASES.vi).length).toBeGreaterThan(60);
  });
});

describe("the panel's phrases", () => {
  it("are the same in both languages", () => {
    expect(placesIn(en).sort()).toEqual(placesIn(vi).sort());
    expect(placesIn(vi).length).toBeGreaterThan(200);
  });

  it("say in English one of a thing as one", () => {
    const counted = [
      en.now.sessions("1"),
      en.now.needLook("1"),
      en.now.strangers("1"),
      en.now.points("1"),
      en.now.faults("1"),
      en.now.quiet("Market", "an hour ago", "1"),
      en.people.doneSessions("1"),
      en.people.onlineAt("Market", "1"),
      en.plans.people("1", "0"),
      en.accessPoints.times("1"),
    ];
    expect(counted).toEqual([
      "1 session",
      "1 needs a look",
      "1 unknown address sends RADIUS packets.",
      "1 access point",
      "1 fault today",
      "Market: quiet, last heard an hour ago; 1 session still counted as running.",
      "Telling 1 session.",
      "Online at Market on 1 device",
      "1 person · 0 online",
      "once",
    ]);
    expect(en.now.points("2")).toBe("2 access points");
  });

  it.each(LANGUAGES)("say every refusal, action and subject in %s", (_, words) => {
    expect(unspoken(Object.keys(REFUSALS), words.refusals)).toEqual([]);
    expect(unspoken(AUDIT_ACTIONS, words.audit.actions)).toEqual([]);
    expect(unspoken(AUDIT_SUBJECTS, words.audit.subjects)).toEqual([]);
  });

  it.each(LANGUAGES)("say in %s why a packet or a redirect was not believed", (_, words) => {
    const reasons = [
      ...wordsOf("radius-server/trust.ts", "Distrust"),
      ...wordsOf("radius-server/protocol/framing.ts", "Reason"),
      ...wordsOf("portal/dialects/dialect.ts", "Disbelief"),
      ...literals(/"(radsec-[a-z-]+)"/g, /^radius-server\//),
      ...literals(/\breason: "([a-z_-]+)"/g, /^(radius-server|portal)\/(?!protocol\/)/),
    ];
    expect(reasons.length).toBeGreaterThan(25);
    expect(unspoken(reasons, words.faults)).toEqual([]);
  });

  it.each(LANGUAGES)("say in %s why a session ended, whoever says so", (_, words) => {
    const causes = [
      ...Array.from({ length: 23 }, (_each, number) => terminateCauseName(number) ?? "Unknown"),
      ...literals(/\bcause: "([a-z-]+)", onlySilentSince/g, /^(access|radius-server|portal)\//),
      ...quoted(/PRESUMED[^[]*\[([^\]]*)\]/.exec(textOf("access/session/counting.ts"))?.[1]),
    ];
    expect(causes.length).toBeGreaterThan(27);
    expect(unspoken(causes, words.endCauses)).toEqual([]);
  });

  it.each(LANGUAGES)("say in %s why somebody did not come online", (_, words) => {
    const outcomes = [
      ...wordsOf("access/admission/admission.ts", "RefusalCode"),
      ...wordsOf("radius-server/authenticate.ts", "Rejection"),
      ...wordsOf("access/device/remembered.ts", "NotRemembered"),
      ...wordsOf("portal/code/limits.ts", "SendRefusal"),
      "code_wrong",
      "code_spent",
      "code_expired",
      "sms_failed",
      "gateway_refused",
    ];
    expect(outcomes.length).toBeGreaterThan(20);
    expect(unspoken(outcomes, words.outcomes)).toEqual([]);
  });
});

/** Faults that no person causes by anything they do at a terminal or a page; the log has them. */
const FOR_THE_LOG = [
  "attribute_length_refused",
  "attribute_number_refused",
  "attribute_too_long",
  "change_client_closed",
  "change_identifiers_spent",
  "request_authenticator_missing",
  "packet_too_long",
  "password_too_long",
  "grant_unreadable",
  "ledger_unreadable",
  "person_unreadable",
  "redis_not_filled",
  "session_not_settled",
  "session_unreadable",
  "sealed_unreadable",
  "number_too_large",
  "plan_default_missing",
  "redis_not_replicated",
  "lab_redirected_in_circles",
  // refused by the form's own shape before they can be thrown
  "nas_address_invalid",
  "zone_unknown",
];

describe("a fault with a name", () => {
  const thrown = [...new Set(literals(/new Failure\(\s*"([a-z_]+)"/g, /./))];
  const isExplained = (code: string) => !explain(new Failure(code)).startsWith(`${code} {`);
  const isMended = (code: string) => refusalOf(new Failure(code)) !== undefined;
  const isShownByLab = (code: string) => textOf("lab/pages/phrases.js").includes(code);

  it("has a sentence where a person reads it, or is for the log alone", () => {
    expect(thrown.length).toBeGreaterThan(25);
    const unsaid = thrown.filter(
      (code) => !isExplained(code) && !isMended(code) && !isShownByLab(code) && !FOR_THE_LOG.includes(code),
    );
    expect(unsaid).toEqual([]);
  });

  it("is not kept on the list for the log when nothing throws it, or somebody reads it", () => {
    expect(
      FOR_THE_LOG.filter((code) => !thrown.includes(code) || isExplained(code) || isMended(code)),
    ).toEqual([]);
  });
});
