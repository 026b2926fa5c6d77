/** What is written in a code's message. */
export type CodeMessage = {
  readonly code: string;
  /** the portal's host, to which browsers bind the code */
  readonly host: string;
  /** brand name the message is registered under; operators demand it in the text */
  readonly sender: string;
  /** ISO 3166-1 alpha-2 country of the number */
  readonly country: string;
  readonly minutes: number;
};

/**
 * The text of a code's message: one segment, whatever the language.
 *
 * Vietnamese numbers get Vietnamese without marks (a single marked letter would halve the room), others English. The
 * last line binds the code to the portal's host (https://wicg.github.io/sms-one-time-codes), so that browsers fill it
 * in there and nowhere else.
 */
export const codeMessage = ({ code, host, sender, country, minutes }: CodeMessage): string =>
  `${
    country === "VN"
      ? `${sender}: Ma truy cap Wi-Fi cua ban la ${code}, co hieu luc ${minutes} phut. Khong chia se ma nay.`
      : `${sender}: Your Wi-Fi code is ${code}, valid for ${minutes} minutes. Do not share it.`
  }\n\n@${host} #${code}`;
