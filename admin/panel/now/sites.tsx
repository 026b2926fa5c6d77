import { Group } from "@mantine/core";
import { useState } from "react";
import { fold } from "#access/site/fold";
import type { NowSite } from "../../api/now/shapes.ts";
import { Nothing } from "../parts/loading.tsx";
import { Part } from "../parts/page.tsx";
import { SearchBox } from "../parts/search-box.tsx";
import { StateFilter, type StateWanted } from "../parts/state-filter.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { SiteRow } from "./site-row.tsx";

const matches = (site: NowSite, wanted: string): boolean =>
  [site.name, site.communeName ?? "", ...site.accessPoints.map(({ name }) => name)].some((name) =>
    fold(name).includes(wanted),
  );

/** The sites, worst first, to be searched without minding the marks. */
export const Sites = ({ sites }: { readonly sites: readonly NowSite[] }) => {
  const { phrases } = useLanguage();
  const [text, setText] = useState("");
  const [state, setState] = useState<StateWanted>("all");
  const found = sites.filter(
    (site) => (state === "all" || site.state === state) && matches(site, fold(text)),
  );
  return (
    <Part title={phrases.now.sites}>
      <Group px="md" pb="sm" gap="sm">
        <SearchBox label={phrases.now.searchSites} value={text} onChange={setText} />
        <StateFilter states={sites.map((site) => site.state)} wanted={state} onChange={setState} />
      </Group>
      {found.length === 0 && (
        <Nothing>{sites.length === 0 ? phrases.now.noSites : phrases.now.noMatch}</Nothing>
      )}
      <ul className="rows list">
        {found.map((site) => (
          <SiteRow key={site.id} site={site} />
        ))}
      </ul>
    </Part>
  );
};
