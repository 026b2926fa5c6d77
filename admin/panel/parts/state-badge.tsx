import { Badge } from "@mantine/core";
import {
  IconAlertTriangle,
  IconBroadcast,
  IconKeyOff,
  IconMoonStars,
  IconPlayerPause,
  type TablerIcon,
} from "@tabler/icons-react";
import type { AccessPointState } from "../../api/access-points/state.ts";
import { useLanguage } from "../phrases/language.tsx";

type Look = { readonly color: "red" | "clay" | "green" | "gray"; readonly Icon: TablerIcon };

const LOOKS: Readonly<Record<AccessPointState, Look>> = {
  "secret-mismatch": { color: "red", Icon: IconKeyOff },
  quiet: { color: "clay", Icon: IconAlertTriangle },
  receiving: { color: "green", Icon: IconBroadcast },
  "never-heard": { color: "gray", Icon: IconMoonStars },
  off: { color: "gray", Icon: IconPlayerPause },
};

/** The state of a site or an access point: a word and a picture, never a colour alone. */
export const StateBadge = ({ state }: { readonly state: AccessPointState }) => {
  const { phrases } = useLanguage();
  const { color, Icon } = LOOKS[state];
  return (
    <Badge
      variant="light"
      color={color}
      tt="none"
      fw={600}
      leftSection={<Icon size={13} stroke={2} aria-hidden />}
      title={phrases.stateHints[state]}
      className={`on-${color}`}
      styles={{ label: { overflow: "visible" } }}
    >
      {phrases.states[state]}
    </Badge>
  );
};
