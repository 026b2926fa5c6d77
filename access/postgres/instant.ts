/**
 * An instant as PostgreSQL reads it: ISO 8601 text in UTC with milliseconds, for `timestamptz` columns.
 *
 * @param at  epoch ms; a fraction is cut off
 * @throws RangeError outside the range of a date
 */
export const instant = (at: number): string => new Date(Math.trunc(at)).toISOString();
