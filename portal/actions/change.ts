import { forget } from "../code/live.ts";
import { NOBODY } from "../visit/visit.ts";
import { type Action, turnTo } from "./stage.ts";

/** Another number: forgets the old one, its code and who it proved to be. */
export const change: Action = async (stage) => {
  await forget(stage.world, stage.visit.sitting);
  return turnTo(stage, NOBODY);
};
