import { forget } from "../code/live.ts";
import { type Action, turnTo } from "./stage.ts";

/** Another number: forgets the old one, its code and who it proved to be. */
export const change: Action = async (stage) => {
  await forget(stage.world, stage.visit.sitting);
  return turnTo(stage, {
    phone: null,
    country: null,
    typed: null,
    subscriberId: null,
    loginId: null,
    refusedLogin: null,
  });
};
