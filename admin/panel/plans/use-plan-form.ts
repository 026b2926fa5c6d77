import { useForm } from "@mantine/form";
import type { PlanRow } from "../../api/plans/shapes.ts";
import { EMPTY, type PlanValues, valuesOf } from "./values.ts";

/** The form of a plan: a new one, or one as it stands. */
export const usePlanForm = (plan: PlanRow | null, required: string) => {
  const needed = (value: number | string) => (String(value).trim() === "" ? required : null);
  return useForm<PlanValues>({
    initialValues: plan ? valuesOf(plan) : EMPTY,
    validate: {
      vi: needed,
      en: needed,
      code: (code) => (plan || /^[a-z0-9][a-z0-9-]{0,38}$/.test(code) ? null : required),
      allowances: { amount: (amount) => (Number(amount) > 0 ? null : required) },
      hours: { weekdays: (weekdays) => (weekdays.length > 0 ? null : required), from: needed, to: needed },
    },
  });
};

/** A form over a plan's values. */
export type PlanFormState = ReturnType<typeof usePlanForm>;
