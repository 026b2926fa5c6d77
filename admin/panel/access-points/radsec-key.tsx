import { Button, Group, TextInput } from "@mantine/core";
import { useState } from "react";
import type { AccessPoint } from "../../api/access-points/shapes.ts";
import type { FreshPsk } from "../../api/radsec/shapes.ts";
import { CopyBlock } from "../parts/copy-block.tsx";
import { OnceDialog } from "../parts/once-dialog.tsx";
import { useSure } from "../parts/sure.tsx";
import { useTell } from "../parts/tell.ts";
import { useLanguage } from "../phrases/language.tsx";
import { useRadsec } from "./use-radsec.ts";

const KeyDialog = ({ fresh, onClose }: { readonly fresh: FreshPsk | null; readonly onClose: () => void }) => {
  const { accessPoints: words } = useLanguage().phrases;
  return (
    <OnceDialog
      isOpen={fresh !== null}
      title={words.radsec.keyTitle}
      warning={words.once}
      understood={words.understood}
      onClose={onClose}
    >
      {fresh && <CopyBlock name={words.radsec.identity} text={fresh.identity} />}
      {fresh && <CopyBlock name={words.radsec.key} text={fresh.psk} />}
    </OnceDialog>
  );
};

type Given = { readonly point: AccessPoint; readonly identity: string | null };

/** An access point's pre-shared key: made, made anew, withdrawn; shown only when it was just made. */
export const RadsecKey = ({ point, identity }: Given) => {
  const { phrases } = useLanguage();
  const words = phrases.accessPoints.radsec;
  const tell = useTell();
  const sure = useSure();
  const { give, take } = useRadsec(point.id);
  const [wanted, setWanted] = useState(identity ?? point.slug);
  const [fresh, setFresh] = useState<FreshPsk | null>(null);
  const make = () => give.mutate(wanted.trim(), { onSuccess: setFresh, onError: tell.refused });
  const makeAnew = () =>
    sure({ about: point.name, question: words.newKeySure, act: words.newKey, onSure: make });
  const withdraw = () =>
    take.mutate(undefined, { onSuccess: () => tell.done(words.taken), onError: tell.refused });
  return (
    <>
      <TextInput
        label={words.identity}
        description={words.identityHint}
        value={wanted}
        maxLength={128}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="default"
          disabled={wanted.trim() === ""}
          loading={give.isPending}
          onClick={identity === null ? make : makeAnew}
        >
          {identity === null ? words.giveKey : words.newKey}
        </Button>
        {identity !== null && (
          <Button size="compact-sm" variant="default" loading={take.isPending} onClick={withdraw}>
            {words.takeKey}
          </Button>
        )}
      </Group>
      <KeyDialog fresh={fresh} onClose={() => setFresh(null)} />
    </>
  );
};
