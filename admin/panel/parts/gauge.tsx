import { Group, Progress, Text } from "@mantine/core";
import type { Line } from "../../api/people/shapes.ts";
import { useLanguage } from "../phrases/language.tsx";

const colorOf = (share: number): string => (share >= 1 ? "red.7" : share >= 0.8 ? "clay.4" : "green.5");

/** One allowance: how much of it is used, and when it is full again. */
export const Gauge = ({ line }: { readonly line: Line }) => {
  const { phrases, format } = useLanguage();
  const write = line.of === "octets" ? format.octets : format.span;
  const share = line.limit === 0 ? 1 : line.used / line.limit;
  const words = `${write(line.used)} / ${write(line.limit)} ${phrases.perNow[line.per]}`;
  return (
    <div>
      <Group justify="space-between" gap="xs" mb={6}>
        <Text fz="sm" fw={600}>
          {words}
        </Text>
        <Text fz="sm" className="soft">
          {phrases.people.left(write(line.left))}
          {line.resetsAt !== null && ` · ${phrases.people.resets(format.clock(line.resetsAt))}`}
        </Text>
      </Group>
      <Progress
        value={Math.min(share, 1) * 100}
        color={colorOf(share)}
        size="lg"
        radius="xl"
        aria-label={words}
      />
    </div>
  );
};
