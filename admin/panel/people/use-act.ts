import type { Acted } from "../../api/people/shapes.ts";
import { ask } from "../ask/ask.ts";
import { useChange } from "../ask/queries.ts";
import { useTell } from "../parts/tell.ts";
import { useLanguage } from "../phrases/language.tsx";

type Deed = { readonly what: string; readonly body?: unknown };

/** Does something to a person and says at once how many sessions hear of it, and how many later or not at all; what they answer is in the changes. */
export const useAct = (id: number) => {
  const { phrases, format } = useLanguage();
  const tell = useTell();
  const act = useChange(
    ({ what, body }: Deed) => ask<Acted>("POST", `/api/people/${id}/${what}`, body),
    [["person", id], ["audit"]],
  );
  const say = ({ sessions, reauthenticating, unreached }: Acted): void => {
    const { doneOffline, doneSessions, doneReauthenticating, doneUnreached } = phrases.people;
    const told = sessions - reauthenticating - unreached;
    const words = [
      ...(told > 0 ? [doneSessions(format.count(told))] : []),
      ...(reauthenticating > 0 ? [doneReauthenticating(format.count(reauthenticating))] : []),
      ...(unreached > 0 ? [doneUnreached(format.count(unreached))] : []),
    ];
    tell.done(words.length === 0 ? doneOffline : words.join(" "));
  };
  return {
    isBusy: act.isPending,
    act: (what: string, body?: unknown) =>
      act.mutate({ what, body }, { onSuccess: say, onError: tell.refused }),
  };
};
