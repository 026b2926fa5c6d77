import { Badge, Group, Text } from "@mantine/core";
import type { Person } from "../../api/people/shapes.ts";
import { useClock } from "../parts/clock.ts";
import { Nothing } from "../parts/loading.tsx";
import { Part } from "../parts/page.tsx";
import { useLanguage } from "../phrases/language.tsx";

/** The devices a person was seen with. */
export const Devices = ({ devices }: Pick<Person, "devices">) => {
  const { phrases, format } = useLanguage();
  const at = useClock();
  return (
    <Part title={phrases.people.devices}>
      {devices.length === 0 && <Nothing>{phrases.people.noDevices}</Nothing>}
      <div className="rows">
        {devices.map((device) => (
          <Group key={device.mac} justify="space-between" px="md" py="xs" gap="xs">
            <Group gap="sm">
              <Text fz="sm" ff="monospace">
                {device.mac}
              </Text>
              {device.isRandom && (
                <Badge size="sm" variant="outline" color="gray" tt="none" c="inherit">
                  {phrases.people.randomMac}
                </Badge>
              )}
            </Group>
            <Text fz="sm" className="soft">
              {[device.siteName, format.ago(device.lastSeenAt, at)].filter(Boolean).join(" · ")}
            </Text>
          </Group>
        ))}
      </div>
    </Part>
  );
};
