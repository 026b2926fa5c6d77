import { type Page, submit, visit } from "./browser.ts";
import { alertOf, type Form, formsOf } from "./html.ts";
import type { Inbox } from "./messages.ts";

/** Steps of a sign-in, in the order they come. */
type Step = "first-page" | "number" | "code" | "terms" | "login";

/** How a sign-in went. */
export type SignIn = {
  /** milliseconds each step took */
  readonly steps: Readonly<Partial<Record<Step, number>>>;
  /** the page it ended on */
  readonly page: Page;
  /** what that page complained of */
  readonly alert: string | null;
};

/** Who signs in. */
export type Person = {
  /** as typed into the form */
  readonly number: string;
  readonly inbox: Inbox;
  /** epoch ms */
  readonly now: () => number;
};

/** Seconds a person waits for the code. */
const SMS_PATIENCE = 15;

/** @param seen  messages that were on the phone before this walk asked for a code */
type Go = (form: Form, person: Person, seen: readonly string[]) => Promise<Page>;
type Move = { readonly step: Step; readonly go: Go };
type Known = Move & { readonly matches: (form: Form) => boolean };

const endsWith =
  (end: string) =>
  (form: Form): boolean =>
    new URL(form.action).pathname.endsWith(end);

const typeCode: Go = async (form, { inbox }, seen) => {
  const code = await inbox.codeAfter(seen, SMS_PATIENCE);
  return submit(form, { code: code ?? "" });
};

/** The forms a person knows what to do with; the first that is on the page is filled in. */
const KNOWN: readonly Known[] = [
  { step: "login", matches: ({ id }) => id === "handover", go: (form) => submit(form) },
  { step: "code", matches: endsWith("/code"), go: typeCode },
  { step: "terms", matches: endsWith("/terms"), go: (form) => submit(form, { accept: "yes" }) },
  { step: "number", matches: endsWith("/number"), go: (form, { number }) => submit(form, { phone: number }) },
];

const moveOn = ({ html, address }: Page): { move: Move; form: Form } | undefined => {
  const forms = formsOf(html, address);
  for (const move of KNOWN) {
    const form = forms.find(move.matches);
    if (form) return { move, form };
  }
  return undefined;
};

/**
 * Takes one person through the portal, from the gateway's redirect to wherever it ends.
 *
 * Fills in what the pages ask by the names of their fields. A form that comes back a second time means it was
 * refused, and ends the walk.
 *
 * @param start  the gateway's address
 */
export const signIn = async (start: string, person: Person): Promise<SignIn> => {
  const steps: Partial<Record<Step, number>> = {};
  const before = await person.inbox.read();
  let startedAt = person.now();
  let page = await visit(start);
  steps["first-page"] = person.now() - startedAt;
  for (let next = moveOn(page); next; next = moveOn(page)) {
    if (steps[next.move.step] !== undefined) break;
    startedAt = person.now();
    page = await next.move.go(next.form, person, steps.number === undefined ? [] : before);
    steps[next.move.step] = person.now() - startedAt;
  }
  return { steps, page, alert: alertOf(page.html) };
};
