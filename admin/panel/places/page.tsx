import { Button, Group } from "@mantine/core";
import { IconMapPinPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useMe } from "../ask/queries.ts";
import { Loading, Nothing } from "../parts/loading.tsx";
import { Page } from "../parts/page.tsx";
import { SearchBox } from "../parts/search-box.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { AddPlaceDialog } from "./add-dialog.tsx";
import { PlaceDrawer } from "./drawer.tsx";
import { PlaceRow } from "./place-row.tsx";
import { treeOf } from "./tree.ts";
import { usePlaces } from "./use-places.ts";

type Doors = { readonly canAdd: boolean; readonly onAdd: () => void };

const Aside = ({ canAdd, onAdd }: Doors) => {
  const { phrases } = useLanguage();
  return (
    <Group gap={6}>
      <Button px="sm" component={Link} to="/access-points" variant="default">
        {phrases.pages.accessPoints}
      </Button>
      {canAdd && (
        <Button px="sm" leftSection={<IconMapPinPlus size={16} />} onClick={onAdd}>
          {phrases.places.add}
        </Button>
      )}
    </Group>
  );
};

type Found = { readonly text: string; readonly onOpen: (id: number) => void };

const List = ({ text, onOpen }: Found) => {
  const { places: words } = useLanguage().phrases;
  const { data, error } = usePlaces();
  if (!data) return <Loading fault={error} />;
  const found = treeOf(data.places, text);
  return (
    <div className="card rows">
      {found.length === 0 && <Nothing>{data.places.length === 0 ? words.none : words.noMatch}</Nothing>}
      {found.map((listed) => (
        <PlaceRow key={listed.place.id} listed={listed} onOpen={() => onOpen(listed.place.id)} />
      ))}
    </div>
  );
};

/** The province, its communes and their sites: where access points can stand, and what holds there. */
export const PlacesPage = () => {
  const { phrases } = useLanguage();
  const { data } = usePlaces();
  const { data: me } = useMe();
  const [text, setText] = useState("");
  const [openId, setOpenId] = useState<number | null>(null);
  const [isAdding, setAdding] = useState(false);
  const canChange = me?.permissions.includes("change-sites") ?? false;
  return (
    <Page title={phrases.pages.places} aside={<Aside canAdd={canChange} onAdd={() => setAdding(true)} />}>
      <Group>
        <SearchBox label={phrases.places.search} value={text} onChange={setText} />
      </Group>
      <List text={text} onOpen={setOpenId} />
      <PlaceDrawer
        place={data?.places.find(({ id }) => id === openId) ?? null}
        canChange={canChange}
        canRule={me?.permissions.includes("change-access-points") ?? false}
        onClose={() => setOpenId(null)}
      />
      <AddPlaceDialog isOpen={isAdding} onClose={() => setAdding(false)} />
    </Page>
  );
};
