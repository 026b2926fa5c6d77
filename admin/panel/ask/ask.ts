import type { RefusalCode } from "../../api/refusals.ts";

/** A request that the API understood and did not do, or that never reached it. */
export class Refused extends Error {
  readonly code: RefusalCode | "unreachable";
  readonly fields: Readonly<Record<string, string | number>>;

  constructor(code: RefusalCode | "unreachable", fields: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.code = code;
    this.fields = fields;
  }
}

const refusedBy = async (response: Response): Promise<Refused> => {
  try {
    const { code, fields } = (await response.json()) as {
      code: RefusalCode;
      fields: Record<string, string | number>;
    };
    return new Refused(code, fields);
  } catch {
    return new Refused("internal");
  }
};

/**
 * Asks the API; the header is what another site's form could not send.
 *
 * @throws Refused with the API's code, or `unreachable`
 */
export const ask = async <Answer>(
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  body?: unknown,
): Promise<Answer> => {
  const headers: Record<string, string> = { "x-hien": "1" };
  if (body !== undefined) headers["content-type"] = "application/json";
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (body !== undefined) init.body = JSON.stringify(body);
  const response = await fetch(path, init).catch(() => {
    throw new Refused("unreachable");
  });
  if (!response.ok) throw await refusedBy(response);
  return (await response.json()) as Answer;
};
