import { useSites } from "../ask/queries.ts";

/** The sites an access point can stand at, to choose from. */
export const useSiteChoices = () => {
  const { data } = useSites();
  return (data?.sites ?? []).map(({ id, name, communeName }) => ({
    value: String(id),
    label: [name, communeName].filter(Boolean).join(" – "),
  }));
};
