import { Chip, Group } from "@mantine/core";
import type { AccessPointState } from "../../api/access-points/state.ts";
import { useLanguage } from "../phrases/language.tsx";

/** A state, or all of them. */
export type StateWanted = AccessPointState | "all";

const ORDER: readonly AccessPointState[] = ["secret-mismatch", "quiet", "receiving", "never-heard", "off"];

type Given = {
  readonly states: readonly AccessPointState[];
  readonly wanted: StateWanted;
  readonly onChange: (wanted: StateWanted) => void;
};

/** The states there are, each with how many, to choose one. */
export const StateFilter = ({ states, wanted, onChange }: Given) => {
  const { phrases, format } = useLanguage();
  const present = ORDER.filter((state) => states.includes(state) || state === wanted);
  if (present.length < 2) return null;
  return (
    <Chip.Group value={wanted} onChange={(value) => onChange(value as StateWanted)}>
      <Group gap={6}>
        <Chip size="xs" value="all">
          {phrases.all} · {format.count(states.length)}
        </Chip>
        {present.map((state) => (
          <Chip key={state} size="xs" value={state}>
            {phrases.states[state]} · {format.count(states.filter((each) => each === state).length)}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
};
