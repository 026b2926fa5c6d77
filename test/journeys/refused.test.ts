import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { announce } from "#access/notice/live";
import { refill } from "#access/session/refill";
import { findByPhone, setStatus } from "#access/subscriber/store";
import { speaking } from "#lab/lab";
import { pretendMac } from "#lab/nas/association";
import { type Page, submit, visit } from "#lab/phone/browser";
import { alertOf, formsOf } from "#lab/phone/html";
import { inboxOf } from "#lab/phone/messages";
import { openProvince, type Province } from "./province.ts";

let province: Province;
beforeAll(async () => {
  province = await openProvince();
});
afterAll(() => province.close());

const send = (page: Page, end: string, filled: Readonly<Record<string, string>>): Promise<Page> => {
  const form = formsOf(page.html, page.address).find(({ action }) => action.endsWith(end));
  if (!form) throw new Error(`no form ends with ${end}`);
  return submit(form, filled);
};

const block = async (e164: string): Promise<void> => {
  const { world } = province;
  const { id } = (await findByPhone(world, e164)) ?? { id: 0 };
  await setStatus(world.database, id, "blocked", "thử");
  await refill(world, [id]);
  await announce(world.redis, { kind: "subscriber", id });
};

describe.each(["mikrotik", "generic"] as const)(
  "a person blocked on the way to a %s access point",
  (dialect) => {
    it("is rejected by RADIUS and reads why on the portal", async () => {
      const nas = speaking(province.lab.points, dialect)[1]!;
      const attachment = await (await province.lab.nas(nas)).attach(pretendMac());
      const number = `091234570${nas.id % 10}`;
      const e164 = `+84${number.slice(1)}`;
      const first = await visit(attachment.gateway.origin);
      const code = await send(first, "/number", { phone: number });
      const typed = await inboxOf(province.world, e164).codeAfter([], 15);
      const terms = await send(code, "/code", { code: typed ?? "" });
      const handOver = await send(terms, "/terms", { accept: "yes" });
      await block(e164);
      const last = await send(handOver, "/login", {});
      expect(attachment.verdict()?.kind).toBe("rejected");
      // the reject was not held back here, so that the page may come before its reason is stored
      const said = async () => alertOf((await visit(last.address)).html);
      await expect.poll(said).toBe("Số điện thoại đang tạm bị chặn.");
    });
  },
);
