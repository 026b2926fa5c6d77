import { List, Text } from "@mantine/core";
import type { Family } from "../../api/families/shapes.ts";
import { useLanguage } from "../phrases/language.tsx";

/** What a family takes instead of changes of a running session. */
const useChangesSaid = ({ coa }: Family): string | null => {
  const { accessPoints: words } = useLanguage().phrases;
  if (coa.means === "none") return words.noChange;
  return coa.means === "disconnect" ? words.onlyDisconnect : null;
};

/** How a family is known, what it cannot be told, and what is done instead. */
export const FamilyNote = ({ family }: { readonly family: Family }) => {
  const { accessPoints: words } = useLanguage().phrases;
  const changes = useChangesSaid(family);
  return (
    <div>
      <Text fz="sm" fw={550}>
        {words.evidence[family.evidence]}
      </Text>
      {changes && <Text fz="sm">{changes}</Text>}
      {family.unsure.length > 0 && (
        <Text fz="sm">{words.unsure(family.unsure.map((gap) => words.gaps[gap]).join(", "))}</Text>
      )}
      {family.cannot.length > 0 && (
        <Text fz="xs" className="soft" mt={4}>
          {words.cannot}
        </Text>
      )}
      <List fz="xs" className="soft" spacing={0}>
        {family.cannot.map((gap) => (
          <List.Item key={gap}>
            {words.gaps[gap]}: {words.instead[gap]}
          </List.Item>
        ))}
      </List>
    </div>
  );
};
