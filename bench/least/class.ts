/** A session a login opened. */
export type Opened = { readonly subscriberId: number; readonly sessionId: string };

/** As long as the Class of ours. */
const LENGTH = 47;

/** The value of a Class attribute for a session, unsigned. */
export const classOf = ({ subscriberId, sessionId }: Opened): Uint8Array =>
  Buffer.from(`${sessionId}${subscriberId}`.padEnd(LENGTH, "."), "latin1");

/** The session a Class names. */
export const openedOf = (value: Uint8Array | undefined): Opened | undefined => {
  if (value?.length !== LENGTH) return undefined;
  const text = Buffer.from(value).toString("latin1");
  return { sessionId: text.slice(0, 16), subscriberId: Number.parseInt(text.slice(16), 10) };
};
