import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A key and the certificate over it, PEM, and the files they lie in. */
export type Pair = {
  readonly key: string;
  readonly cert: string;
  readonly keyFile: string;
  readonly certFile: string;
  /** SHA-256 of the certificate */
  readonly fingerprint: string;
};

/** What a certificate of a test says. */
export type CertificateWishes = {
  readonly names?: readonly string[];
  readonly expired?: boolean;
  readonly foreign?: boolean;
};

/** A certification authority of a test's own, made by the openssl command. */
export type Authority = {
  readonly ca: Pair;
  readonly issue: (name: string, wishes?: CertificateWishes) => Pair;
  readonly directory: string;
  readonly remove: () => void;
};

const openssl = (directory: string, parameters: readonly string[]): void =>
  void execFileSync("openssl", parameters, { cwd: directory, stdio: "pipe" });

const EC = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

const pairIn = (directory: string, name: string): Pair => {
  const keyFile = join(directory, `${name}.key`);
  const certFile = join(directory, `${name}.pem`);
  const cert = readFileSync(certFile, "utf8");
  const fingerprint = new X509Certificate(cert).fingerprint256;
  return { keyFile, certFile, key: readFileSync(keyFile, "utf8"), cert, fingerprint };
};

const makeAuthority = (directory: string, name: string): Pair => {
  openssl(directory, [
    ...[
      "req",
      "-x509",
      ...EC,
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.pem`,
      "-days",
      "2",
      "-subj",
      `/CN=${name}`,
    ],
    ...["-addext", "keyUsage=critical,keyCertSign,cRLSign"],
  ]);
  return pairIn(directory, name);
};

/** `openssl ca` alone can set both ends of a certificate's life. */
const CONFIG = `
[ca]
default_ca = here
[here]
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
`;

/** A request's subjectAltName in a section of its own, where a value may hold commas: `DNS:a` becomes `DNS.0 = a`. */
const requestConfig = (names: readonly string[]): string =>
  [
    "[req]\ndistinguished_name = any",
    names.length === 0 ? "" : "req_extensions = more",
    "[any]\n[more]\nsubjectAltName = @names\n[names]",
    ...names.map((name, index) => name.replace(/^(\w+):/, `$1.${index} = `)),
  ].join("\n");

/** Makes an authority, and a second one that nobody trusts. */
export const authority = (): Authority => {
  const directory = mkdtempSync(join(tmpdir(), "hien-radsec-"));
  writeFileSync(join(directory, "ca.cnf"), CONFIG);
  writeFileSync(join(directory, "index.txt"), "");
  writeFileSync(join(directory, "serial"), "1000");
  const ca = makeAuthority(directory, "ca");
  makeAuthority(directory, "foreign");
  return {
    ca,
    directory,
    issue: (name, { names = [], expired = false, foreign = false } = {}) => {
      writeFileSync(join(directory, `${name}.cnf`), requestConfig(names));
      openssl(directory, [
        ...["req", "-new", ...EC, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${name}`],
        ...["-config", `${name}.cnf`],
      ]);
      const signer = foreign ? "foreign" : "ca";
      const life = expired ? ["-startdate", "200101000000Z", "-enddate", "200201000000Z"] : ["-days", "2"];
      openssl(directory, [
        ...[
          "ca",
          "-batch",
          "-notext",
          "-config",
          "ca.cnf",
          "-cert",
          `${signer}.pem`,
          "-keyfile",
          `${signer}.key`,
        ],
        ...["-in", `${name}.csr`, "-out", `${name}.pem`, ...life],
      ]);
      return pairIn(directory, name);
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
};
