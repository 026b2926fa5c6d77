import { ActionIcon, Menu, Text } from "@mantine/core";
import { IconLogout, IconUserCircle, IconUsersGroup } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ask } from "../ask/ask.ts";
import { useChange, useMe } from "../ask/queries.ts";
import { useLanguage } from "../phrases/language.tsx";

/** Who is signed in, their account, and the way out. */
export const AccountMenu = () => {
  const { phrases } = useLanguage();
  const { data } = useMe();
  const client = useQueryClient();
  const leave = useChange(() => ask("POST", "/api/me/sign-out"), []);
  const askAnew = () => void client.resetQueries();
  const signOut = () => leave.mutate(undefined, { onSuccess: askAnew, onError: askAnew });
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={phrases.pages.account}>
          <IconUserCircle size={22} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text fz="sm" fw={600} component="span">
            {data?.name}
          </Text>{" "}
          · {data?.login}
        </Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<IconUserCircle size={16} />}>
          {phrases.pages.account}
        </Menu.Item>
        {data?.permissions.includes("change-staff") && (
          <Menu.Item component={Link} to="/staff" leftSection={<IconUsersGroup size={16} />}>
            {phrases.pages.staff}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={signOut}>
          {phrases.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};
