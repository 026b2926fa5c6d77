import { describe, expect, it } from "vitest";
import { octetsText, spanText, speedText, waitText } from "#portal/phrases/amount";
import type { PhraseKey } from "#portal/phrases/keys";
import { accepted, LANGUAGES, PHRASES, speaker } from "#portal/phrases/phrase";

const fieldsIn = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name).sort((a, b) => a.localeCompare(b));

describe("the phrases", () => {
  it("name the same fields in every language", () => {
    for (const key of Object.keys(PHRASES.vi) as PhraseKey[])
      for (const language of LANGUAGES)
        expect({ key, fields: fieldsIn(PHRASES[language][key]) }).toEqual({
          key,
          fields: fieldsIn(PHRASES.vi[key]),
        });
  });

  it("are never empty", () => {
    for (const language of LANGUAGES)
      for (const text of Object.values(PHRASES[language])) expect(text.trim()).not.toBe("");
  });

  it("fill in what they name and nothing else", () => {
    expect(speaker("en")("code_wrong", { left: 3 })).toBe("That is not the code. Tries left: 3.");
    expect(speaker("en")("code_wrong")).toBe("That is not the code. Tries left: .");
  });
});

describe("the language of a browser", () => {
  it.each([
    [undefined, "vi"],
    ["vi", "vi"],
    ["vi-VN,vi;q=0.9,en;q=0.8", "vi"],
    ["en-US,en;q=0.9,vi;q=0.8", "en"],
    ["ko-KR,ko;q=0.9", "en"],
    ["ko,vi;q=0.5,en;q=0.4", "vi"],
    ["en;q=0,vi;q=0.1", "vi"],
    [";;;,,q=x", "en"],
    ["a".repeat(10_000), "en"],
  ] as const)("that sends %s is %s", (header, language) => {
    expect(accepted(header)).toBe(language);
  });
});

describe("amounts in words", () => {
  it.each([
    [octetsText("vi", 2_000_000_000), "2 GB"],
    [octetsText("vi", 1_499_999_999), "1,49 GB"],
    [octetsText("en", 1_499_999_999), "1.49 GB"],
    [octetsText("en", 999_999_999), "999 MB"],
    [octetsText("en", 1_250_000), "1.2 MB"],
    [octetsText("en", 0), "0 MB"],
    [spanText("vi", 21_600), "6 giờ"],
    [spanText("vi", 19_259), "5 giờ 20 phút"],
    [spanText("en", 59), "59 s"],
    [spanText("en", 60), "1 min"],
    [waitText("en", 44.2), "45 s"],
    [waitText("en", 3_541), "1 h"],
    [speedText("vi", 10_000), "10 Mbit/s"],
    [speedText("vi", 2_500), "2,5 Mbit/s"],
    [speedText("vi", 512), "512 kbit/s"],
  ])("read %s", (text, expected) => {
    expect(text).toBe(expected);
  });
});
