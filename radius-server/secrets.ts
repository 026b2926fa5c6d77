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

type Kept = {
  readonly of: Pick<Nas, "secret" | "previousSecret">;
  readonly current: Secret;
  readonly previous: Secret | null;
  last: Secret;
};

const isOf = ({ of }: Kept, nas: Nas): boolean =>
  of === nas || (of.secret === nas.secret && of.previousSecret === nas.previousSecret);

/** No secret was proved yet. A NAS whose secret was rotated is taken to use the one before it until it shows the new one. */
export const secretsKept = (): Secrets => {
  // By id, not by what was read: the list of NAS is read anew whenever one of them changes.
  const made = new Map<number, Kept>();
  const kept = (nas: Nas): Kept => {
    const known = made.get(nas.id);
    if (known && isOf(known, nas)) return known;
    const current = secretOf(nas.secret);
    const previous = nas.previousSecret === null ? null : secretOf(nas.previousSecret);
    const fresh = { of: nas, current, previous, last: previous ?? current };
    made.set(nas.id, fresh);
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
