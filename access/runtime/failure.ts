/**
 * A fault with a name: the code is the phrase key shown to people and never changes, the public fields may be
 * shown beside it, and the cause goes to the log alone.
 */
export class Failure extends Error {
  readonly code: string;
  readonly fields: Readonly<Record<string, string | number>>;

  constructor(code: string, fields: Record<string, string | number> = {}, options: { cause?: unknown } = {}) {
    super(code, options);
    this.name = "Failure";
    this.code = code;
    this.fields = fields;
  }
}
