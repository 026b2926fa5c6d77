import { Text } from "@mantine/core";
import type { FreshSecret } from "../../api/access-points/new-shapes.ts";
import { CopyBlock } from "../parts/copy-block.tsx";
import { OnceDialog } from "../parts/once-dialog.tsx";
import { useLanguage } from "../phrases/language.tsx";

type Given = { readonly fresh: FreshSecret | null; readonly onClose: () => void };

/** A secret that was just made, with what to type into the device. */
export const SecretDialog = ({ fresh, onClose }: Given) => {
  const { phrases, format } = useLanguage();
  const words = phrases.accessPoints;
  const until = fresh?.previousUntil ?? null;
  return (
    <OnceDialog
      isOpen={fresh !== null}
      title={until === null ? words.added : words.rotated}
      warning={`${words.once} ${until === null ? "" : words.oldUntil(format.moment(until))}`.trim()}
      understood={words.understood}
      onClose={onClose}
    >
      {fresh && (
        <>
          <CopyBlock name={words.secret} text={fresh.secret} />
          <Text fz="sm">
            <strong>{words.typeIn}.</strong> {words.server}
          </Text>
          {fresh.typeIn.map(({ where, text }) => (
            <CopyBlock key={where} name={where} text={text} />
          ))}
        </>
      )}
    </OnceDialog>
  );
};
