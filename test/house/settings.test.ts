import { describe, expect, it } from "vitest";
import { SECRETS, settingsSchema } from "#access/runtime/settings";
import { textOf } from "./sources.ts";

type Setting = { readonly name: string; readonly standard: string | undefined; readonly meaning: string };

const SETTINGS: readonly Setting[] = Object.entries(settingsSchema.shape).map(([name, schema]) => {
  const parsed = schema.safeParse(undefined);
  return {
    name,
    standard: parsed.success ? String(parsed.data) : undefined,
    meaning: schema.description ?? "",
  };
});

const shown = (standard: string | undefined): string =>
  standard === undefined ? "**needed**" : standard === "" ? "–" : `\`${standard}\``;

/** The table in the README, as the settings say it. */
const table = (): string =>
  [
    "| setting | standard | what it is |",
    "| --- | --- | --- |",
    ...SETTINGS.map(({ name, standard, meaning }) => `| \`${name}\` | ${shown(standard)} | ${meaning} |`),
  ].join("\n");

/** The settings in .env.example: needed ones to fill in, others behind a mark with their standard value. */
const example = (): string =>
  SETTINGS.map(({ name, standard, meaning }) =>
    [`# ${meaning}`, standard === undefined ? `${name}=` : `# ${name}=${standard}`].join("\n"),
  ).join("\n\n");

/** A text with what stands between two of its lines replaced. */
const between = (text: string, first: string, last: string, inner: string): string => {
  const begins = text.indexOf(first) + first.length;
  const ends = text.indexOf(last);
  if (begins < first.length || ends < begins)
    throw new Error(`there is no room between ${first} and ${last}`);
  return `${text.slice(0, begins)}\n\n${inner}\n\n${text.slice(ends)}`;
};

// After a change of the settings: npx vitest run test/house/settings.test.ts --update
describe("the settings", () => {
  it("each say what they are", () => {
    expect(SETTINGS.filter(({ meaning }) => meaning === "").map(({ name }) => name)).toEqual([]);
    expect(SETTINGS.length).toBeGreaterThan(15);
  });

  it("stand in the README's table, each with its standard value and its meaning, and no other", async () => {
    const readme = between(textOf("README.md"), "<!-- settings -->", "<!-- end of settings -->", table());
    await expect(readme).toMatchFileSnapshot("../../README.md");
  });

  it("stand in .env.example, each with its standard value and its meaning, and no other", async () => {
    const file = between(textOf(".env.example"), "# ---", "# --- end", example());
    await expect(file).toMatchFileSnapshot("../../.env.example");
  });

  it("that are secrets are named in the README as such", () => {
    for (const name of SECRETS) expect(textOf("README.md")).toContain(`\`${name}_FILE\``);
  });
});
