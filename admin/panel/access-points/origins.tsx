import { Textarea, type TextareaProps } from "@mantine/core";
import { useLanguage } from "../phrases/language.tsx";

/** Where a browser may be handed over to, one a line. */
export const Origins = (props: TextareaProps) => {
  const { accessPoints: words } = useLanguage().phrases;
  return (
    <Textarea
      label={words.origins}
      description={words.originsHint}
      autosize
      minRows={1}
      spellCheck={false}
      {...props}
    />
  );
};
