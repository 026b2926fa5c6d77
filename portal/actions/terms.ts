import { accept } from "#access/terms/store";
import { termsOwed } from "../visit/gather.ts";
import { connect } from "./connect.ts";
import { type Action, notice, PAGE, turnTo } from "./stage.ts";

/**
 * The terms were agreed to, or are already: on to the gateway.
 *
 * What counts is the version that was on the page; when another came into force meanwhile, the new one is shown.
 */
export const terms: Action = async (stage, fields) => {
  const { world, nas, visit } = stage;
  if (visit.subscriberId === null) return PAGE;
  const owed = await termsOwed(world, visit.subscriberId);
  if (owed === null) return connect(stage);
  if (fields["accept"] !== "yes") return turnTo(stage, { notice: notice("terms_unaccepted") });
  if (fields["terms"] !== String(owed.id)) return turnTo(stage, {});
  await accept(world.database, {
    subscriberId: visit.subscriberId,
    termsId: owed.id,
    nasId: nas.id,
    acceptedAt: world.now(),
  });
  return connect(stage);
};
