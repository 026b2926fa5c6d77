import { Group, NavLink, Stack, Text, UnstyledButton } from "@mantine/core";
import {
  IconActivityHeartbeat,
  IconAdjustmentsHorizontal,
  IconDeviceCctv,
  IconHistory,
  IconRouter,
  IconUsers,
  type TablerIcon,
} from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";
import type { Permission } from "../../staff/roles.ts";
import { useMe } from "../ask/queries.ts";
import { useLanguage } from "../phrases/language.tsx";
import type { Phrases } from "../phrases/phrases.ts";

type Place = {
  readonly to: "/" | "/people" | "/plans" | "/access-points" | "/devices" | "/audit";
  readonly name: Exclude<keyof Phrases["pages"], "account" | "staff" | "places">;
  readonly needs: Permission;
  readonly Icon: TablerIcon;
};

const PLACES: readonly Place[] = [
  { to: "/", name: "now", needs: "see-now", Icon: IconActivityHeartbeat },
  { to: "/people", name: "people", needs: "see-people", Icon: IconUsers },
  { to: "/plans", name: "plans", needs: "see-plans", Icon: IconAdjustmentsHorizontal },
  { to: "/access-points", name: "accessPoints", needs: "see-access-points", Icon: IconRouter },
  { to: "/devices", name: "devices", needs: "see-access-points", Icon: IconDeviceCctv },
  { to: "/audit", name: "audit", needs: "see-audit", Icon: IconHistory },
];

/** The pages this person may see, and which one is open. */
const usePlaces = () => {
  const { data } = useMe();
  const path = useLocation({ select: ({ pathname }) => pathname });
  return PLACES.filter(({ needs }) => data?.permissions.includes(needs)).map((place) => ({
    ...place,
    isOpen: place.to === "/" ? path === "/" : path.startsWith(place.to),
  }));
};

/** The pages at the side of a wide screen. */
export const SideLinks = () => {
  const { phrases } = useLanguage();
  return (
    <Stack gap={2}>
      {usePlaces().map(({ to, name, Icon, isOpen }) => (
        <NavLink
          key={to}
          component={Link}
          to={to}
          label={phrases.pages[name]}
          leftSection={<Icon size={19} stroke={1.7} aria-hidden />}
          active={isOpen}
          aria-current={isOpen ? "page" : undefined}
          style={{ borderRadius: "var(--mantine-radius-md)" }}
          fw={isOpen ? 600 : 450}
        />
      ))}
    </Stack>
  );
};

/** The pages at the bottom of a phone, within a thumb's reach. */
export const TabLinks = () => {
  const { phrases } = useLanguage();
  return (
    <Group component="nav" aria-label={phrases.menu} grow gap={0} h="100%" preventGrowOverflow={false}>
      {usePlaces().map(({ to, name, Icon, isOpen }) => (
        <UnstyledButton
          key={to}
          component={Link}
          to={to}
          aria-current={isOpen ? "page" : undefined}
          className={isOpen ? "open-tab" : "tab"}
        >
          <Stack align="center" gap={2}>
            <Icon size={22} stroke={isOpen ? 2.1 : 1.6} aria-hidden />
            <Text fz={11} fw={isOpen ? 650 : 450} ta="center" lh={1.1}>
              {phrases.pages[name]}
            </Text>
          </Stack>
        </UnstyledButton>
      ))}
    </Group>
  );
};
