import { Select } from "@mantine/core";
import type { Family } from "../../api/families/shapes.ts";
import { useLanguage } from "../phrases/language.tsx";
import { useFamilies } from "./use-families.ts";

const GROUPS = ["own", "operator", "led", "none"] as const;

type Given = { readonly value: Family["kind"]; readonly onChange: (family: Family) => void };

/** The families of access points to choose from, by how people sign in through them. */
export const KindSelect = ({ value, onChange }: Given) => {
  const { accessPoints: words } = useLanguage().phrases;
  const families = useFamilies();
  const data = GROUPS.map((signIn) => ({
    group: words.signIns[signIn],
    items: families
      .filter((family) => family.signIn === signIn)
      .map(({ kind }) => ({ value: kind, label: words.kinds[kind] })),
  }));
  const choose = (kind: string | null): void => {
    const family = families.find((each) => each.kind === kind);
    if (family) onChange(family);
  };
  return (
    <Select
      label={words.kind}
      description={words.searchKinds}
      data={data}
      value={value}
      onChange={choose}
      searchable
      allowDeselect={false}
    />
  );
};
