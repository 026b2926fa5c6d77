/** A form of a page, as a browser without scripts would submit it. */
export type Form = {
  readonly id: string;
  /** absolute */
  readonly action: string;
  readonly method: "GET" | "POST";
  /** hidden and prefilled fields by name */
  readonly fields: Readonly<Record<string, string>>;
};

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Text of an attribute value with its character references resolved. */
const unescaped = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return ENTITIES[name] ?? whole;
  });

const attributesOf = (tag: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Array.from(tag.matchAll(/\s([a-z-]+)(?:="([^"]*)")?/gi), ([, name = "", value = ""]) => [
      name.toLowerCase(),
      unescaped(value),
    ]),
  );

/** Boxes are left unticked and buttons unpressed: whoever submits decides. */
const isFilled = (input: Readonly<Record<string, string>>): boolean =>
  input["name"] !== undefined && !["checkbox", "radio", "submit", "button"].includes(input["type"] ?? "text");

const fieldsOf = (content: string): Record<string, string> =>
  Object.fromEntries(
    Array.from(content.matchAll(/<input(\s[^>]*)>/gi), ([, tag = ""]) => attributesOf(tag))
      .filter(isFilled)
      .map((input) => [input["name"] ?? "", input["value"] ?? ""]),
  );

/**
 * The forms of a page.
 *
 * @param address  where the page came from; relative actions are resolved against it
 */
export const formsOf = (html: string, address: string): readonly Form[] =>
  Array.from(html.matchAll(/<form(\s[^>]*)?>([\s\S]*?)<\/form>/gi), ([, tag = "", content = ""]) => {
    const form = attributesOf(tag);
    return {
      id: form["id"] ?? "",
      action: new URL(form["action"] || address, address).href,
      method: form["method"]?.toUpperCase() === "POST" ? "POST" : "GET",
      fields: fieldsOf(content),
    };
  });

/** What a page says in its first alert, as plain text; null without one. */
export const alertOf = (html: string): string | null => {
  const [, content] =
    /<(?:p|div|section)\s[^>]*role="alert"[^>]*>([\s\S]*?)<\/(?:p|div|section)>/i.exec(html) ?? [];
  const text = content
    ?.replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return text ? unescaped(text) : null;
};
