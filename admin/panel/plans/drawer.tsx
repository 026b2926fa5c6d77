import { Drawer } from "@mantine/core";
import type { PlanRow } from "../../api/plans/shapes.ts";
import { useLanguage } from "../phrases/language.tsx";
import { PlanForm } from "./form.tsx";

type Given = { readonly edited: PlanRow | "new" | null; readonly onClose: () => void };

/** The form of a plan, beside the plans. */
export const PlanDrawer = ({ edited, onClose }: Given) => {
  const { phrases } = useLanguage();
  const plan = edited === "new" ? null : edited;
  return (
    <Drawer
      opened={edited !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={plan ? phrases.plans.change : phrases.plans.make}
      closeButtonProps={{ "aria-label": phrases.close }}
    >
      {edited !== null && <PlanForm key={plan?.id ?? "new"} plan={plan} onDone={onClose} />}
    </Drawer>
  );
};
