import { Button, Group } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { fold } from "#access/site/fold";
import type { FreshSecret } from "../../api/access-points/new-shapes.ts";
import type { AccessPoint } from "../../api/access-points/shapes.ts";
import { useAccessPoints, useMe } from "../ask/queries.ts";
import { Loading } from "../parts/loading.tsx";
import { Page } from "../parts/page.tsx";
import { SearchBox } from "../parts/search-box.tsx";
import { StateFilter, type StateWanted } from "../parts/state-filter.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { AddDialog } from "./add-dialog.tsx";
import { AccessPointDrawer } from "./drawer.tsx";
import { Places } from "./places.tsx";
import { SecretDialog } from "./secret-dialog.tsx";
import { Strangers } from "./strangers.tsx";
import { Waiting } from "./waiting.tsx";

const matches = (
  { name, siteName, communeName, addresses, nasIdentifier }: AccessPoint,
  wanted: string,
): boolean =>
  [name, siteName, communeName ?? "", nasIdentifier ?? "", ...addresses].some((text) =>
    fold(text).includes(wanted),
  );

/** The access points by site, who is not registered, and adding one. */
export const AccessPointsPage = () => {
  const { phrases } = useLanguage();
  const words = phrases.accessPoints;
  const { data, error } = useAccessPoints();
  const { data: me } = useMe();
  const { point: openId } = useSearch({ from: "/access-points" });
  const navigate = useNavigate({ from: "/access-points" });
  const [text, setText] = useState("");
  const [state, setState] = useState<StateWanted>("all");
  const [isAdding, setAdding] = useState(false);
  const [fresh, setFresh] = useState<FreshSecret | null>(null);
  const canChange = me?.permissions.includes("change-access-points") ?? false;
  const aside = (
    <Group gap={6}>
      <Button px="sm" component={Link} to="/access-points/places" variant="default">
        {phrases.pages.places}
      </Button>
      {canChange && (
        <Button px="sm" leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
          {words.add}
        </Button>
      )}
    </Group>
  );
  const points = data?.accessPoints ?? [];
  const found = points.filter(
    (point) => (state === "all" || point.state === state) && matches(point, fold(text)),
  );
  return (
    <Page title={phrases.pages.accessPoints} aside={aside}>
      {!data && <Loading fault={error} />}
      {data && (
        <>
          <Waiting canChange={canChange} onFresh={setFresh} />
          <Strangers strangers={data.strangers} />
          <Group gap="sm">
            <SearchBox label={words.searchPoints} value={text} onChange={setText} />
            <StateFilter states={points.map((point) => point.state)} wanted={state} onChange={setState} />
          </Group>
          <Places
            points={found}
            isEmpty={points.length === 0}
            onOpen={(point) => void navigate({ search: { point } })}
          />
        </>
      )}
      <AccessPointDrawer
        point={points.find(({ id }) => id === openId) ?? null}
        canChange={canChange}
        onClose={() => void navigate({ search: {}, replace: true })}
        onFresh={setFresh}
      />
      <AddDialog isOpen={isAdding} onClose={() => setAdding(false)} onFresh={setFresh} />
      <SecretDialog fresh={fresh} onClose={() => setFresh(null)} />
    </Page>
  );
};
