import type { Nas } from "#access/nas/nas";
import { type Secret, secretOf } from "./protocol/secret.ts";

/** The secrets of every NAS, made ready for signing once for each. */
export type Secrets = {
  /** what a NAS may use at an instant (epoch ms): while a secret is rotated both, the one it was last proved to use first */
  readonly of: (nas: Nas, at: number) => readonly Secret[];
  /** whether a secret is the one in force, and not the one before it */
  readonly isCurrent: (nas: Nas, secret: Secret) => boolean;
  /** notes that a packet could only be made with this secret */
  readonly proved: (nas: Nas, secret: Secret) => void;
};

type Kept = { readonly current: Secret; readonly previous: Secret | null; last: Secret };

/** No secret was proved yet. A NAS whose secret was rotated is taken to use the one before it until it shows the new one. */
export const secretsKept = (): Secrets => {
  const made = new WeakMap<Nas, Kept>();
  const kept = (nas: Nas): Kept => {
    const known = made.get(nas);
    if (known) return known;
    const current = secretOf(nas.secret);
    const previous = nas.previousSecret === null ? null : secretOf(nas.previousSecret);
    const fresh = { current, previous, last: previous ?? current };
    made.set(nas, fresh);
    return fresh;
  };
  return {
    of: (nas, at) => {
      const { current, previous, last } = kept(nas);
      if (!previous || at >= (nas.previousSecretUntil ?? 0)) return [current];
      return last === current ? [current, previous] : [previous, current];
    },
    isCurrent: (nas, secret) => kept(nas).current === secret,
    proved: (nas, secret) => {
      kept(nas).last = secret;
    },
  };
};
