/** Compares two ids of a Redis stream, `<ms>-<sequence>`; negative when the first is older. */
export const compareIds = (a: string, b: string): number => {
  const [aTime = "0", aSequence = "0"] = a.split("-");
  const [bTime = "0", bSequence = "0"] = b.split("-");
  return Number(aTime) - Number(bTime) || Number(aSequence) - Number(bSequence);
};
