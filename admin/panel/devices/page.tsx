import { Button, Group } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { fold } from "#access/site/fold";
import type { DeviceThing } from "../../api/devices/shapes.ts";
import { useDevices, useMe } from "../ask/queries.ts";
import { Loading } from "../parts/loading.tsx";
import { Page } from "../parts/page.tsx";
import { SearchBox } from "../parts/search-box.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { AddDialog } from "./add-dialog.tsx";
import { Alarms } from "./alarms.tsx";
import { Things } from "./things.tsx";

const matches = ({ name, mac, pin, lastPlace }: DeviceThing, wanted: string): boolean =>
  [name, mac, pin?.siteName, pin?.accessPointName, lastPlace?.siteName].some((text) =>
    fold(text ?? "").includes(wanted),
  );

/** Cameras and other things that belong to nobody: where each must be, and which was seen elsewhere. */
export const DevicesPage = () => {
  const { phrases } = useLanguage();
  const words = phrases.devices;
  const { data, error } = useDevices();
  const { data: me } = useMe();
  const [text, setText] = useState("");
  const [isAdding, setAdding] = useState(false);
  const canChange = me?.permissions.includes("change-access-points") ?? false;
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
      {words.add}
    </Button>
  );
  return (
    <Page title={phrases.pages.devices} aside={canChange && add}>
      {!data && <Loading fault={error} />}
      {data && (
        <>
          <Alarms alarms={data.alarms} canChange={canChange} />
          <Group>
            <SearchBox label={words.search} value={text} onChange={setText} />
          </Group>
          <Things
            things={data.things.filter((thing) => matches(thing, fold(text)))}
            isEmpty={data.things.length === 0}
            canChange={canChange}
          />
        </>
      )}
      <AddDialog isOpen={isAdding} onClose={() => setAdding(false)} />
    </Page>
  );
};
