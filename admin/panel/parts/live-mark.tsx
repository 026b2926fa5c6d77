import { Text } from "@mantine/core";
import { useLanguage } from "../phrases/language.tsx";

/** Says whether what one sees is current. */
export const LiveMark = ({ isStale }: { readonly isStale: boolean }) => {
  const { phrases } = useLanguage();
  return (
    <Text fz="sm" className={isStale ? "wants-look" : "soft live"} role="status">
      {isStale ? phrases.stale : phrases.live}
    </Text>
  );
};
