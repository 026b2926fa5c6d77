import { Failure } from "#access/runtime/failure";
import type { Form } from "./html.ts";

/** A page that was shown. */
export type Page = { readonly address: string; readonly status: number; readonly html: string };

const HEADERS = {
  "accept-language": "vi,en;q=0.5",
  accept: "text/html",
  "user-agent":
    "Mozilla/5.0 (Linux; Android 14; Lab) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36",
};

const MOST_HOPS = 10;
const TIMEOUT_MS = 30_000;

type Request = { readonly address: string; readonly body?: URLSearchParams };

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

const follow = async ({ address, body }: Request, hops: number): Promise<Page> => {
  if (hops > MOST_HOPS) throw new Failure("lab_redirected_in_circles", { hops });
  const response = await fetch(address, {
    method: body ? "POST" : "GET",
    headers: HEADERS,
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body && { body }),
  });
  const location = response.headers.get("location");
  const html = await response.text();
  if (!isRedirect(response.status) || !location) return { address, status: response.status, html };
  return follow({ address: new URL(location, address).href }, hops + 1);
};

/** Opens an address and follows redirects, without cookies and without scripts. */
export const visit = (address: string): Promise<Page> => follow({ address }, 0);

/** Submits a form with the fields a person filled in. */
export const submit = (form: Form, filled: Readonly<Record<string, string>> = {}): Promise<Page> => {
  const fields = new URLSearchParams({ ...form.fields, ...filled });
  if (form.method === "POST") return follow({ address: form.action, body: fields }, 0);
  const address = new URL(form.action);
  address.search = fields.toString();
  return follow({ address: address.href }, 0);
};
