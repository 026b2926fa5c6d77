import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localDay, nextStart, type Per, periodStart, periodsAt } from "#access/quota/period";

const at = (text: string): number => Date.parse(text);
const VIET_NAM = { zone: "Asia/Ho_Chi_Minh", anchorDay: 1 };

describe("a monthly quota of a subscriber who joined on the 31st", () => {
  const person = { joined: "2026-01-31", zone: "Asia/Dhaka" };

  it("begins on the last day of a shorter month", () => {
    expect(periodStart(person, at("2026-02-28T12:00+06:00"))).toBe(at("2026-02-28T00:00+06:00"));
  });

  it("begins on the 29th in a leap year's February", () => {
    expect(periodStart(person, at("2028-03-01T12:00+06:00"))).toBe(at("2028-02-29T00:00+06:00"));
  });

  it("begins on the 31st again where the month has one", () => {
    expect(nextStart(person, at("2026-02-28T12:00+06:00"))).toBe(at("2026-03-31T00:00+06:00"));
    expect(periodStart(person, at("2026-03-30T23:59:59.999+06:00"))).toBe(at("2026-02-28T00:00+06:00"));
  });

  it("goes on over the turn of the year", () => {
    expect(periodStart(person, at("2027-01-30T12:00+06:00"))).toBe(at("2026-12-31T00:00+06:00"));
    expect(nextStart(person, at("2027-01-30T12:00+06:00"))).toBe(at("2027-01-31T00:00+06:00"));
  });
});

describe("quota periods in Viet Nam", () => {
  it("begin the day at local midnight, not at midnight of UTC", () => {
    const { day } = periodsAt(at("2026-11-23T06:59:59.999+07:00"), VIET_NAM);
    expect(day).toEqual({
      per: "day",
      startsAt: at("2026-11-23T00:00+07:00"),
      endsAt: at("2026-11-24T00:00+07:00"),
    });
  });

  it("give midnight itself to the new day", () => {
    const midnight = at("2026-11-24T00:00+07:00");
    expect(periodsAt(midnight, VIET_NAM).day.startsAt).toBe(midnight);
    expect(periodsAt(midnight - 1, VIET_NAM).day.endsAt).toBe(midnight);
  });

  it("begin the week on Monday", () => {
    const { week } = periodsAt(at("2026-11-22T23:59+07:00"), VIET_NAM); // a Sunday
    expect(week.startsAt).toBe(at("2026-11-16T00:00+07:00"));
    expect(week.endsAt).toBe(at("2026-11-23T00:00+07:00"));
  });

  it("hold also before 1970", () => {
    const { week } = periodsAt(at("1969-12-31T12:00+08:00"), VIET_NAM);
    expect(new Date(week.startsAt).toISOString().slice(0, 10)).toBe("1969-12-28"); // Monday 29th, in UTC the eve
  });

  it("name the local day", () => {
    expect(localDay(at("2026-11-22T17:00Z"), VIET_NAM.zone)).toBe("2026-11-23");
    expect(localDay(at("2026-11-22T16:59Z"), VIET_NAM.zone)).toBe("2026-11-22");
  });

  it("come back as the same objects, since every accounting report asks for them", () => {
    const first = periodsAt(at("2026-11-23T08:00+07:00"), VIET_NAM);
    expect(periodsAt(at("2026-11-23T21:00+07:00"), VIET_NAM)).toBe(first);
  });
});

describe("a day on which clocks are changed", () => {
  it("has 23 hours in Berlin in March and 25 in October", () => {
    const hours = (text: string) => {
      const { day } = periodsAt(at(text), { zone: "Europe/Berlin", anchorDay: 1 });
      return (day.endsAt - day.startsAt) / 3_600_000;
    };
    expect(hours("2026-03-29T12:00+02:00")).toBe(23);
    expect(hours("2026-10-25T12:00+01:00")).toBe(25);
  });

  it("begins at one o'clock in São Paulo where midnight was missing", () => {
    const { day } = periodsAt(at("2018-11-04T12:00-02:00"), { zone: "America/Sao_Paulo", anchorDay: 1 });
    expect(day.startsAt).toBe(at("2018-11-04T01:00-02:00"));
    expect(day.endsAt - day.startsAt).toBe(23 * 3_600_000);
  });

  it("begins at the only midnight in São Paulo where the hour before it came twice", () => {
    const { day } = periodsAt(at("2018-02-17T23:30-03:00"), { zone: "America/Sao_Paulo", anchorDay: 1 });
    expect(day.endsAt).toBe(at("2018-02-18T00:00-03:00"));
    expect(day.endsAt - day.startsAt).toBe(25 * 3_600_000);
  });

  it("has 23 and a half hours on Lord Howe Island, where clocks move by half an hour", () => {
    const { day } = periodsAt(at("2026-10-04T12:00+11:00"), { zone: "Australia/Lord_Howe", anchorDay: 1 });
    expect(day.endsAt - day.startsAt).toBe(23.5 * 3_600_000);
  });

  it("has no place in Apia when the whole of 2011-12-30 was left out", () => {
    const apia = { zone: "Pacific/Apia", anchorDay: 30 };
    const eve = periodsAt(at("2011-12-29T12:00-10:00"), apia);
    expect(eve.day.endsAt).toBe(at("2011-12-31T00:00+14:00"));
    expect(eve.month.endsAt).toBe(at("2011-12-31T00:00+14:00"));
    expect(localDay(eve.day.endsAt, apia.zone)).toBe("2011-12-31");
  });
});

const ZONES = [
  "Asia/Ho_Chi_Minh",
  "Asia/Dhaka",
  "Europe/Berlin",
  "America/Sao_Paulo",
  "Pacific/Apia",
  "Australia/Lord_Howe",
  "America/St_Johns", // clocks went back at 00:01, so a date was left and entered again
  "America/Havana",
] as const;
const KINDS = ["day", "week", "month"] as const satisfies readonly Per[];

const moments = fc.record({
  instant: fc.integer({ min: at("1990-01-01T00:00Z"), max: at("2060-01-01T00:00Z") }),
  zone: fc.constantFrom(...ZONES),
  anchorDay: fc.integer({ min: 1, max: 31 }),
});

/** The local date on the wall, by another road than the code's. */
const wall = (instant: number, zone: string): string =>
  new Date(instant).toLocaleDateString("sv-SE", { timeZone: zone });

describe("quota periods at any instant, in any zone, for anybody", () => {
  it("hold the instant, and follow one another without gap or overlap", () => {
    fc.assert(
      fc.property(moments, ({ instant, zone, anchorDay }) => {
        const periods = periodsAt(instant, { zone, anchorDay });
        for (const per of KINDS) {
          const { startsAt, endsAt } = periods[per];
          expect(startsAt).toBeLessThanOrEqual(instant);
          expect(endsAt).toBeGreaterThan(instant);
          expect(periodsAt(startsAt, { zone, anchorDay })[per]).toEqual(periods[per]);
          expect(periodsAt(endsAt - 1, { zone, anchorDay })[per]).toEqual(periods[per]);
          expect(periodsAt(endsAt, { zone, anchorDay })[per].startsAt).toBe(endsAt);
          expect(periodsAt(startsAt - 1, { zone, anchorDay })[per].endsAt).toBe(startsAt);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("never go back as time goes on", () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 0, max: 90 * 86_400_000 }), (moment, later) => {
        const { instant, ...calendar } = moment;
        for (const per of KINDS) {
          const [first, then] = [
            periodsAt(instant, calendar)[per],
            periodsAt(instant + later, calendar)[per],
          ];
          expect(then.startsAt).toBeGreaterThanOrEqual(first.startsAt);
          expect(then.endsAt).toBeGreaterThanOrEqual(first.endsAt);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("begin each day with a new date on the wall", () => {
    fc.assert(
      fc.property(moments, ({ instant, zone, anchorDay }) => {
        const { day } = periodsAt(instant, { zone, anchorDay });
        expect(wall(day.startsAt, zone) > wall(day.startsAt - 1, zone)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("begin weeks on Monday, and months on the anchor day or the month's last", () => {
    fc.assert(
      fc.property(moments, ({ instant, anchorDay }) => {
        const zone = "Asia/Dhaka"; // where no whole date was ever left out
        const { week, month } = periodsAt(instant, { zone, anchorDay });
        const weekday = new Date(`${wall(week.startsAt, zone)}T00:00Z`).getUTCDay();
        expect(weekday).toBe(1);
        const [date, next] = [wall(month.startsAt, zone), wall(month.startsAt + 26 * 3_600_000, zone)];
        const isLast = next.endsWith("-01");
        expect(Number(date.slice(8)) === anchorDay || (isLast && Number(date.slice(8)) < anchorDay)).toBe(
          true,
        );
      }),
      { numRuns: 300 },
    );
  });
});
