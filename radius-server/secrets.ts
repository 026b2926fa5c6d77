import type { Nas } from "#access/nas/nas";
import { type Secret, secretOf } from "./protocol/secret.ts";

/**
 * The secrets a NAS may use at an instant, the current one first, made ready once for each.
 *
 * @returns a function of the NAS and the instant (epoch ms)
 */
export const secretsKept = (): ((nas: Nas, at: number) => readonly Secret[]) => {
  const made = new WeakMap<Nas, { readonly current: Secret; readonly previous: Secret | null }>();
  return (nas, at) => {
    const kept = made.get(nas) ?? {
      current: secretOf(nas.secret),
      previous: nas.previousSecret === null ? null : secretOf(nas.previousSecret),
    };
    made.set(nas, kept);
    return kept.previous && at < (nas.previousSecretUntil ?? 0)
      ? [kept.current, kept.previous]
      : [kept.current];
  };
};
