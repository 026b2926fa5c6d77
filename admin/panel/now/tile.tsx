import { Text } from "@mantine/core";
import type { TileText } from "./tiles.ts";

/** One number, its name above and one line below. */
export const Tile = ({ name, value, note, wantsLook }: TileText) => (
  <div className="card" style={{ padding: "0.875rem 1rem" }}>
    <Text fz="sm" className="soft" lh={1.3}>
      {name}
    </Text>
    <Text fz={{ base: 24, sm: 30 }} fw={680} lh={1.25}>
      {value}
    </Text>
    <Text fz="sm" className={wantsLook ? "wants-look" : "soft"}>
      {note}
    </Text>
  </div>
);
