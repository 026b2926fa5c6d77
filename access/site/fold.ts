/**
 * A name without its marks, in lower case, as people type it when they search: "Đồng Hới" becomes "dong hoi".
 *
 * Unicode decomposition (NFD) parts a letter from its marks, wherever the tone was placed ("Hoá", "Hóa"), but leaves
 * đ whole, so đ is named. Runs of blanks become one.
 */
export const fold = (name: string): string =>
  name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .trim();
