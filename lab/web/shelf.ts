import { Failure } from "#access/runtime/failure";
import { token } from "#access/runtime/random";
import { parsePhone } from "#access/subscriber/phone";
import type { Lab } from "../lab.ts";
import { pretendMac } from "../nas/association.ts";
import { inboxOf } from "../phone/messages.ts";
import { joined, notice, type PretendPhone, rateOf } from "./pretend-phone.ts";

/** The phones somebody plays with. */
export type Shelf = {
  /** @throws Failure `phone_…` for a number nobody could have, `lab_access_point_unknown` */
  readonly join: (nasId: number, number: string) => Promise<PretendPhone>;
  readonly find: (id: string) => PretendPhone | undefined;
  readonly leave: (id: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

const MOST_PHONES = 12;
const TICK_MS = 500;
/** Ticks between reports: 2 s, where a real NAS waits minutes. */
const TICKS_A_REPORT = 4;
const OCTETS_A_KILOBIT = 125;
const UP_SHARE = 10;

/** Half a second of surfing. */
const tick = (phone: PretendPhone, at: number, reports: boolean): void => {
  const session = phone.attachment.session();
  if (session) {
    const down = Math.floor((rateOf(phone, session.standing()) * OCTETS_A_KILOBIT * TICK_MS) / 1_000);
    session.pass({ down, up: Math.floor(down / UP_SHARE) });
    if (reports) void session.report();
  }
  notice(phone, at);
};

/** An empty shelf; its phones move on by themselves, twice a second. */
export const openShelf = (lab: Lab): Shelf => {
  const phones = new Map<string, PretendPhone>();
  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
    for (const phone of phones.values()) tick(phone, lab.world.now(), ticks % TICKS_A_REPORT === 0);
  }, TICK_MS);
  const leave = async (id: string): Promise<void> => {
    const phone = phones.get(id);
    phones.delete(id);
    await phone?.attachment.leave("User-Request");
  };
  const makeRoom = async (): Promise<void> => {
    const [oldest] = phones.keys();
    if (oldest && phones.size >= MOST_PHONES) await leave(oldest);
  };
  return {
    join: async (nasId, typed) => {
      const nas = lab.points.find(({ id }) => id === nasId);
      if (!nas) throw new Failure("lab_access_point_unknown", { id: nasId });
      const number = parsePhone(typed);
      if (number.kind === "refused") throw new Failure(number.code);
      await makeRoom();
      const attachment = await (await lab.nas(nas)).attach(pretendMac());
      const inbox = inboxOf(lab.world, number.e164);
      const phone = joined({ id: token(16), number: number.e164, nas, attachment, inbox }, lab.world.now());
      phones.set(phone.id, phone);
      return phone;
    },
    find: (id) => phones.get(id),
    leave,
    close: async () => {
      clearInterval(timer);
      await Promise.all([...phones.keys()].map(leave));
    },
  };
};
