import { Radio, Stack } from "@mantine/core";
import type { AddStaff } from "../../api/roster/shapes.ts";
import { useLanguage } from "../phrases/language.tsx";

type Role = AddStaff["role"];

const ROLES: readonly Role[] = ["desk", "network", "owner"];

type Given = { readonly value: string; readonly onChange: (role: Role) => void };

/** The roles to choose from, each with what it may do. */
export const RoleChoice = ({ value, onChange }: Given) => {
  const { staff: words } = useLanguage().phrases;
  const choose = (wanted: string): void => {
    const role = ROLES.find((each) => each === wanted);
    if (role) onChange(role);
  };
  return (
    <Radio.Group label={words.role} value={value} onChange={choose}>
      <Stack mt={6} gap="xs">
        {ROLES.map((role) => (
          <Radio key={role} value={role} label={words.roles[role]} description={words.roleHints[role]} />
        ))}
      </Stack>
    </Radio.Group>
  );
};
