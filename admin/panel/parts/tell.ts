import { notifications } from "@mantine/notifications";
import { useLanguage } from "../phrases/language.tsx";
import { wordsFor } from "./refusal-note.tsx";

/** Ways of saying something that concerns no one place on the page. */
export type Telling = { readonly done: (message: string) => void; readonly refused: (fault: Error) => void };

/** Says something at the edge of the page for a few seconds; also said to screen readers. */
export const useTell = (): Telling => {
  const { phrases } = useLanguage();
  const show = (message: string, color: string): void => {
    notifications.show({
      message,
      color,
      withBorder: true,
      closeButtonProps: { "aria-label": phrases.close },
    });
  };
  return {
    done: (message) => show(message, "green"),
    refused: (fault) => show(wordsFor(phrases, fault), "red"),
  };
};
