import { Button } from "@mantine/core";
import { IconArchive } from "@tabler/icons-react";
import type { useChange } from "../ask/queries.ts";
import type { Phrases } from "../phrases/phrases.ts";
import { useSure } from "./sure.tsx";
import { useTell } from "./tell.ts";

type Given = {
  readonly name: string;
  readonly words: Pick<Phrases["places"], "archive" | "archiveSure" | "archived">;
  readonly archive: ReturnType<typeof useChange<unknown, unknown>>;
  readonly onDone: () => void;
};

/** Takes something out of use, once somebody said that they are sure. */
export const ArchiveButton = ({ name, words, archive, onDone }: Given) => {
  const tell = useTell();
  const sure = useSure();
  const done = (): void => {
    tell.done(words.archived(name));
    onDone();
  };
  return (
    <Button
      variant="light"
      color="red"
      w="fit-content"
      leftSection={<IconArchive size={16} />}
      loading={archive.isPending}
      onClick={() =>
        sure({
          about: name,
          question: words.archiveSure,
          act: words.archive,
          onSure: () => archive.mutate(undefined, { onSuccess: done, onError: tell.refused }),
        })
      }
    >
      {words.archive}
    </Button>
  );
};
