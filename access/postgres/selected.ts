/** What a question selects, by the names its rows have: `nas.name as "name", …`. */
export const selected = (columns: Readonly<Record<string, string>>): string =>
  Object.entries(columns)
    .map(([name, read]) => `${read} as "${name}"`)
    .join(", ");
