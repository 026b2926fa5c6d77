import { SimpleGrid } from "@mantine/core";
import { useNow } from "../ask/queries.ts";
import { LiveMark } from "../parts/live-mark.tsx";
import { Loading } from "../parts/loading.tsx";
import { Page } from "../parts/page.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { Attention } from "./attention.tsx";
import { Sites } from "./sites.tsx";
import { Tile } from "./tile.tsx";
import { tilesOf } from "./tiles.ts";

/** What happens now: is everything working, and where not? */
export const NowPage = () => {
  const { phrases, format } = useLanguage();
  const { data, error } = useNow();
  return (
    <Page title={phrases.pages.now} aside={data && <LiveMark isStale={error !== null} />}>
      {data ? (
        <>
          <SimpleGrid cols={{ base: 2, md: 4 }} spacing={{ base: "xs", sm: "md" }}>
            {tilesOf(data, phrases, format).map((tile) => (
              <Tile key={tile.name} {...tile} />
            ))}
          </SimpleGrid>
          <Attention now={data} />
          <Sites sites={data.sites} />
        </>
      ) : (
        <Loading fault={error} />
      )}
    </Page>
  );
};
