import type { ComboboxItem, OptionsFilter } from "@mantine/core";
import { fold } from "#access/site/fold";

/** Finds choices as people type names: without marks, in either case. */
export const folded: OptionsFilter = ({ options, search }) =>
  options.filter(
    (option): option is ComboboxItem => "label" in option && fold(option.label).includes(fold(search)),
  );
