const MARKS = ["packet", "accounting", "login"] as const;

/** What a NAS was heard to send. */
export type Mark = (typeof MARKS)[number];

/** Something that could not be trusted; `nasId` 0 for an unknown NAS, `reason` one of our own codes. */
export type Fault = {
  readonly nasId: number;
  /** address it came from */
  readonly source: string;
  readonly reason: string;
};

/** Equal faults of one day, counted. */
export type CountedFault = Fault & {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly count: number;
  /** epoch ms */
  readonly lastAt: number;
};

/** When a NAS was last heard by mark, epoch ms. */
export type HeardNas = { readonly nasId: number } & Readonly<Partial<Record<Mark, number>>>;

/** What is to be stored together. */
type Taken = { readonly faults: readonly CountedFault[]; readonly heard: readonly HeardNas[] };

/** What was counted in memory and is not yet stored. */
export type Pending = {
  readonly addFault: (fault: CountedFault) => void;
  readonly addHeard: (nasId: number, mark: Mark, at: number) => void;
  readonly isEmpty: () => boolean;
  /** hands over everything and begins anew */
  readonly take: () => Taken;
  /** counts again what was taken and could not be stored */
  readonly putBack: (taken: Taken) => void;
};

/** How many source addresses are told apart in a day; what forged ones bring beyond that is counted without address. */
export const SOURCES = 1_000;

/** Tells sources apart up to `SOURCES` a day, also over many flushes: each is a row that stays. */
const sourceBook = () => {
  let today = "";
  let known = new Set<string>();
  return (day: string, source: string): string => {
    if (day > today) {
      today = day;
      known = new Set();
    }
    if (known.has(source)) return source;
    if (known.size >= SOURCES) return "";
    known.add(source);
    return source;
  };
};

/** An empty account of faults and of NAS heard; its memory has a limit whatever strangers send. */
export const pendingOf = (): Pending => {
  const book = sourceBook();
  let faults = new Map<string, CountedFault>();
  // changed in place: every packet comes by here
  let heard = new Map<number, { nasId: number } & Partial<Record<Mark, number>>>();

  const addFault = (fault: CountedFault): void => {
    const source = book(fault.day, fault.source);
    const key = `${fault.nasId} ${fault.day} ${fault.reason} ${source}`;
    const known = faults.get(key);
    const count = (known?.count ?? 0) + fault.count;
    faults.set(key, { ...fault, source, count, lastAt: Math.max(known?.lastAt ?? 0, fault.lastAt) });
  };
  const addHeard = (nasId: number, mark: Mark, at: number): void => {
    let known = heard.get(nasId);
    if (!known) {
      known = { nasId };
      heard.set(nasId, known);
    }
    known[mark] = Math.max(known[mark] ?? 0, at);
  };
  const take = (): Taken => {
    const taken = { faults: [...faults.values()], heard: [...heard.values()] };
    faults = new Map();
    heard = new Map();
    return taken;
  };
  const putBack = (taken: Taken): void => {
    for (const fault of taken.faults) addFault(fault);
    for (const nas of taken.heard) {
      for (const mark of MARKS) if (nas[mark] !== undefined) addHeard(nas.nasId, mark, nas[mark]);
    }
  };
  return { addFault, addHeard, isEmpty: () => faults.size === 0 && heard.size === 0, take, putBack };
};
