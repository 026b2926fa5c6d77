import { Badge, Button, Group, Text } from "@mantine/core";
import type { Person } from "../../api/people/shapes.ts";
import { ask } from "../ask/ask.ts";
import { useChange, useMe } from "../ask/queries.ts";
import { useClock } from "../parts/clock.ts";
import { Nothing } from "../parts/loading.tsx";
import { Part } from "../parts/page.tsx";
import { useTell } from "../parts/tell.ts";
import { useLanguage } from "../phrases/language.tsx";

/** Makes a phone sign in by code the next time. */
const Forget = ({ id, mac }: { readonly id: number; readonly mac: string }) => {
  const { phrases } = useLanguage();
  const words = phrases.devices;
  const tell = useTell();
  const forget = useChange(() => ask("POST", `/api/phones/${id}/forget`), [["audit"]]);
  const told = { onSuccess: () => tell.done(words.forgotten), onError: tell.refused };
  return (
    <Button
      variant="default"
      size="compact-xs"
      loading={forget.isPending}
      aria-label={`${words.forget}: ${mac}`}
      onClick={() => forget.mutate(undefined, told)}
    >
      {words.forget}
    </Button>
  );
};

/** The devices a person was seen with. */
export const Devices = ({ devices }: Pick<Person, "devices">) => {
  const { phrases, format } = useLanguage();
  const at = useClock();
  const { data: me } = useMe();
  const canChange = me?.permissions.includes("change-people") ?? false;
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
            <Group gap="sm">
              <Text fz="sm" className="soft">
                {[device.siteName, format.ago(device.lastSeenAt, at)].filter(Boolean).join(" · ")}
              </Text>
              {canChange && <Forget id={device.id} mac={device.mac} />}
            </Group>
          </Group>
        ))}
      </div>
    </Part>
  );
};
