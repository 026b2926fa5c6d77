import { Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import type { ReactNode } from "react";
import { useLanguage } from "../phrases/language.tsx";

/** A question before something that cannot simply be taken back. */
type Question = {
  readonly about: string;
  readonly question: ReactNode;
  readonly act: string;
  readonly onSure: () => void;
};

/** Asks whether somebody is sure, and does it only then. */
export const useSure = (): ((question: Question) => void) => {
  const { phrases } = useLanguage();
  return ({ about, question, act, onSure }) => {
    modals.openConfirmModal({
      title: about,
      children: (
        <Text fz="sm" component="div">
          {question}
        </Text>
      ),
      labels: { confirm: act, cancel: phrases.cancel },
      closeButtonProps: { "aria-label": phrases.close },
      onConfirm: onSure,
    });
  };
};
