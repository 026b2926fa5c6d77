import { Anchor } from "@mantine/core";
import { ask } from "../ask/ask.ts";
import { useChange } from "../ask/queries.ts";
import { useLanguage } from "../phrases/language.tsx";

/** Leaves a half done sign-in. */
export const StartOver = () => {
  const { phrases } = useLanguage();
  const leave = useChange(() => ask("POST", "/api/me/sign-out"), [["me"]]);
  return (
    <Anchor component="button" type="button" fz="sm" onClick={() => leave.mutate(undefined)}>
      {phrases.signIn.other}
    </Anchor>
  );
};
