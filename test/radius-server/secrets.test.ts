import { describe, expect, it } from "vitest";
import { secretsKept } from "#radius-server/secrets";
import { nasWith } from "./nas.ts";

const NOW = Date.UTC(2026, 10, 23);

describe("the secrets of a NAS whose secret was rotated", () => {
  const nas = {
    ...nasWith(),
    secret: "new",
    previousSecret: "old",
    previousSecretUntil: NOW + 1_000,
  };
  const first = (secrets: ReturnType<typeof secretsKept>, of = nas): boolean => {
    const [secret] = secrets.of(of, NOW);
    return secret !== undefined && secrets.isCurrent(of, secret);
  };

  it("begin with the old one until it shows the new one, also when the list of NAS is read anew", () => {
    const secrets = secretsKept();
    expect(first(secrets)).toBe(false);
    secrets.proved(nas, secrets.of(nas, NOW)[1]!);
    expect(first(secrets)).toBe(true);
    expect(first(secrets, { ...nas })).toBe(true);
  });

  it("are made anew when it is rotated again", () => {
    const secrets = secretsKept();
    secrets.proved(nas, secrets.of(nas, NOW)[1]!);
    expect(first(secrets, { ...nas, secret: "newest", previousSecret: "new" })).toBe(false);
  });
});
