import type { Nas } from "#access/nas/nas";
import { type Association, associate, type Credential, newSessionId, renewed } from "./association.ts";
import { type ChangeListener, listenForChanges } from "./change.ts";
import { type Attribute, accessRequest, accountingRequest, decoded, first } from "./codec.ts";
import { type Exchange, openExchange, type RadiusServer } from "./exchange.ts";
import { type Gateway, openGateway } from "./gateway.ts";
import { limitsOf } from "./limits.ts";
import { PERSONALITIES, type Personality } from "./personality.ts";
import { accessAttributes, presenceAttributes, reportAttributes } from "./reports.ts";
import { type Accepted, openSession, type SendReport, type Session } from "./session.ts";
import type { Tally } from "./tally.ts";
import { isAccessReplyTo, isAccountingReplyTo } from "./verify.ts";

/** What the RADIUS server said to a login. */
export type Verdict =
  | { readonly kind: "accepted"; readonly accepted: Accepted }
  | { readonly kind: "rejected"; readonly message: string | null }
  | { readonly kind: "silent" };

/** A phone in range of a pretend NAS. */
export type Attachment = {
  readonly association: () => Association;
  readonly gateway: Gateway;
  /** what became of the last login, once there was one */
  readonly verdict: () => Verdict | undefined;
  readonly session: () => Session | undefined;
  /** Ends the session if one runs, and takes the gateway down. */
  readonly leave: (cause: string) => Promise<void>;
};

/** A pretend NAS. */
export type LabNas = {
  readonly nas: Nas;
  readonly changePort: number;
  /** Says Accounting-On. @returns whether it was acknowledged */
  readonly switchOn: () => Promise<boolean>;
  readonly attach: (mac: string) => Promise<Attachment>;
  readonly close: () => void;
};

/** What a pretend NAS stands on. */
export type LabNasMeans = {
  readonly server: RadiusServer;
  readonly tally: Tally;
  /** epoch ms */
  readonly now: () => number;
  /** seconds a report is repeated before it is given up */
  readonly patience: number;
  readonly personality?: Personality;
};

/** Seconds an Access-Request is repeated: longer than a server's restart, shorter than a person's patience. */
const LOGIN_PATIENCE = 20;

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

const classesOf = (attributes: Readonly<Record<string, unknown>>): Buffer[] =>
  [attributes["Class"]].flat().filter((value) => Buffer.isBuffer(value));

const verdictOf = (reply: Buffer | undefined, userName: string): Verdict => {
  const packet = reply && decoded(reply);
  if (!packet) return { kind: "silent" };
  const { attributes } = packet;
  if (packet.code !== "Access-Accept")
    return { kind: "rejected", message: textOf(first(attributes, "Reply-Message")) };
  return {
    kind: "accepted",
    accepted: { userName, classes: classesOf(attributes), limits: limitsOf(packet), attributes },
  };
};

const sayAccounting =
  (exchange: Exchange, nas: Nas, { server, patience }: LabNasMeans) =>
  async (attributes: readonly Attribute[]): Promise<boolean> => {
    const reply = await exchange.ask({
      port: server.acctPort,
      build: (identifier) => accountingRequest(identifier, nas.secret, attributes),
      isAuthentic: (answer, request) => isAccountingReplyTo(answer, request, nas.secret),
      patience,
    });
    return reply !== undefined;
  };

const askAccess = async (
  exchange: Exchange,
  association: Association,
  credential: Credential,
  { server, personality = PERSONALITIES.plain }: LabNasMeans,
): Promise<Verdict> => {
  const { nas } = association;
  const attributes = accessAttributes(association, credential, personality);
  const reply = await exchange.ask({
    port: server.authPort,
    build: (identifier) => accessRequest(identifier, nas.secret, attributes, personality.signs),
    isAuthentic: (answer, request) => isAccessReplyTo(answer, request, nas.secret),
    patience: LOGIN_PATIENCE,
  });
  return verdictOf(reply, credential.userName);
};

type Parts = {
  readonly exchange: Exchange;
  readonly sessions: Set<Session>;
  readonly means: LabNasMeans;
  readonly send: SendReport;
  readonly nextSessionId: () => string;
};

/** Session ids of a NAS; one that uses them again has so few that they meet often. */
const FEW = 16;

const sessionIds = (nas: Nas, { reusesSessionIds }: Personality): (() => string) => {
  let count = 0;
  const counted = (): string => {
    count = (count % FEW) + 1;
    return count.toString(16).padStart(8, "0");
  };
  return reusesSessionIds ? counted : () => newSessionId(nas);
};

/** Sends reports as the NAS's personality would. @returns whether the report itself was acknowledged */
const reporter =
  (say: (attributes: readonly Attribute[]) => Promise<boolean>, personality: Personality): SendReport =>
  async (association, report) => {
    const acknowledged = await say(reportAttributes(association, report, personality));
    if (report.status === "Stop" && personality.reportsAfterStop) {
      const late = { ...report, status: "Interim-Update", cause: null } as const;
      await say(reportAttributes(association, late, personality));
    }
    return acknowledged;
  };

const attach = async (
  nas: Nas,
  mac: string,
  { exchange, sessions, means, send, nextSessionId }: Parts,
): Promise<Attachment> => {
  let association = associate(nas, mac, nextSessionId());
  let verdict: Verdict | undefined;
  let session: Session | undefined;
  const isOnline = (): boolean => session?.standing().ended === null;
  const renew = (): Association => {
    if (session && !isOnline() && session.association === association)
      association = renewed(association, nextSessionId());
    return association;
  };
  const end = async (cause: string): Promise<void> => {
    await session?.end(cause);
  };
  const gateway = await openGateway(nas.kind, {
    association: renew,
    isOnline,
    logOut: () => void end("User-Request"),
    logIn: async (credential) => {
      if (isOnline()) return { accepted: true };
      verdict = await askAccess(exchange, renew(), credential, means);
      if (verdict.kind !== "accepted")
        return { accepted: false, message: verdict.kind === "rejected" ? verdict.message : null };
      session = openSession(association, verdict.accepted, means.now, send);
      sessions.add(session);
      return { accepted: true };
    },
  });
  return {
    association: renew,
    gateway,
    verdict: () => verdict,
    session: () => session,
    leave: async (cause) => {
      await end(cause);
      if (session) sessions.delete(session);
      await gateway.close();
    },
  };
};

/** Opens a pretend NAS: a RADIUS client, a listener for changes, and a gateway for each phone. */
export const openLabNas = async (nas: Nas, means: LabNasMeans): Promise<LabNas> => {
  const exchange = await openExchange(means.server, means.tally);
  const sessions = new Set<Session>();
  const { personality = PERSONALITIES.plain } = means;
  const listener: ChangeListener = await listenForChanges(nas, () => [...sessions], personality.onChange);
  const say = sayAccounting(exchange, nas, means);
  const parts: Parts = {
    exchange,
    sessions,
    means,
    send: reporter(say, personality),
    nextSessionId: sessionIds(nas, personality),
  };
  return {
    nas,
    changePort: listener.port,
    switchOn: () => say(presenceAttributes(nas, "Accounting-On", means.now(), personality)),
    attach: (mac) => attach(nas, mac, parts),
    close: () => {
      listener.close();
      exchange.close();
    },
  };
};
