import type { Person } from "../../api/people/shapes.ts";
import type { Format } from "../format/format.ts";
import type { Phrases } from "../phrases/phrases.ts";

const whereOf = (person: Person, phrases: Phrases, format: Format): string => {
  const running = person.sessions.filter(({ endedAt }) => endedAt === null);
  if (running.length === 0) return phrases.people.offline;
  const places = [...new Set(running.map(({ siteName }) => siteName))].join(", ");
  const devices = new Set(running.map(({ mac, id }) => mac ?? id)).size;
  return phrases.people.onlineAt(places, format.count(devices));
};

const usedOf = (person: Person, phrases: Phrases, format: Format): string[] => {
  const [worst] = [...person.lines].sort((a, b) => b.used / b.limit - a.used / a.limit);
  if (!worst) return [];
  const write = worst.of === "octets" ? format.octets : format.span;
  const used = phrases.people.used(write(worst.used), write(worst.limit), phrases.perNow[worst.per]);
  return worst.resetsAt === null ? [used] : [used, phrases.people.resets(format.clock(worst.resetsAt))];
};

const servedAs = (person: Person, phrases: Phrases): string[] => {
  if (person.profile === "slow") return [phrases.people.isSlow];
  if (person.profile === "government-only") return [phrases.people.isGovernment];
  return person.profile === "end" ? [phrases.people.isEnd] : [];
};

/** A person's situation in one sentence, as one would say it on the telephone. */
export const sentenceOf = (person: Person, phrases: Phrases, format: Format): string => {
  const blocked =
    person.status === "blocked" ? `${phrases.people.isBlocked(person.statusReason ?? "")}. ` : "";
  const parts = [
    whereOf(person, phrases, format),
    ...usedOf(person, phrases, format),
    ...servedAs(person, phrases),
  ];
  return `${blocked}${parts.join(", ")}.`;
};
