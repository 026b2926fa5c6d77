import { Group, Text } from "@mantine/core";
import mark from "../mark.svg";

/** The veranda's mark and name. */
export const Mark = ({ size = 30 }: { readonly size?: number }) => (
  <Group gap="xs" wrap="nowrap">
    <img src={mark} width={size} height={size} alt="" />
    <Text fw={700} fz={size * 0.66} lh={1}>
      Hiên
    </Text>
  </Group>
);
