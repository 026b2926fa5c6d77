import { wishSession } from "#access/session/wish";
import { mayKnow, sessionOf } from "../visit/gather.ts";
import { NOBODY } from "../visit/visit.ts";
import { type Action, notice, PAGE, turnTo } from "./stage.ts";

/** The person leaves: their gateway is asked to end the session, and this device is asked for a number next time. */
export const signOut: Action = async (stage) => {
  const { world, nas, visit } = stage;
  const session = await sessionOf(world, visit, nas);
  if (session && !mayKnow(visit, session.subscriberId)) return PAGE;
  if (session) await wishSession(world, session, "end", "person");
  return turnTo(stage, {
    ...NOBODY,
    context: { ...visit.context, phase: "signed-out" },
    notice: notice("signed_out"),
  });
};
