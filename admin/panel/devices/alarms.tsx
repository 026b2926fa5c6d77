import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { DeviceAlarm, Devices } from "../../api/devices/shapes.ts";
import { ask } from "../ask/ask.ts";
import { useChange } from "../ask/queries.ts";
import { useClock } from "../parts/clock.ts";
import { useTell } from "../parts/tell.ts";
import { useLanguage } from "../phrases/language.tsx";
import { placeText } from "./place.ts";

const Standing = ({ alarm, canChange }: { readonly alarm: DeviceAlarm; readonly canChange: boolean }) => {
  const { phrases, format } = useLanguage();
  const at = useClock();
  const words = phrases.devices;
  const tell = useTell();
  const acknowledge = useChange(
    () => ask("POST", `/api/devices/alarms/${alarm.id}/acknowledge`),
    [["devices"], ["audit"]],
  );
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} className="on-red">
      <Group justify="space-between" gap="sm">
        <div>
          <Text fz="sm" fw={600}>
            {words.alarms[alarm.what](alarm.thingName ?? words.removed, placeText(alarm.place))}
          </Text>
          <Text fz="sm">
            {alarm.mac} · {phrases.accessPoints.times(format.count(alarm.times))} ·{" "}
            {format.ago(alarm.lastAt, at)}
          </Text>
        </div>
        {canChange && (
          <Button
            variant="default"
            size="xs"
            loading={acknowledge.isPending}
            onClick={() => acknowledge.mutate(undefined, { onError: tell.refused })}
          >
            {words.acknowledge}
          </Button>
        )}
      </Group>
    </Alert>
  );
};

type Given = Pick<Devices, "alarms"> & { readonly canChange: boolean };

/** The alarms that nobody has acknowledged; nothing while there are none. */
export const Alarms = ({ alarms, canChange }: Given) =>
  alarms
    .filter(({ acknowledgedAt }) => acknowledgedAt === null)
    .map((alarm) => <Standing key={alarm.id} alarm={alarm} canChange={canChange} />);
