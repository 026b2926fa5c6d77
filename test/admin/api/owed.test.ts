import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tagOf } from "#access/redis/keys";
import { makeReady, refill } from "#access/session/refill";
import { type Desk, type Office, office, signedInDesk } from "../desk.ts";
import { type Province, province } from "../province.ts";

let at: Office;
let desk: Desk;
let there: Province;
beforeEach(async () => {
  at = await office();
  there = await province(at.world);
  await makeReady(at.world, tagOf(there.personId));
  await refill(at.world, [there.personId]);
  desk = (await signedInDesk(at)).desk;
});
afterEach(() => at.close());

const person = async () => (await desk.ask("GET", `/api/people/${there.personId}`)).body;

describe("a person who is disconnected while no RADIUS server runs", () => {
  it("is shown as waiting, not as done", async () => {
    expect((await person()).owed).toEqual([]);
    expect((await desk.ask("POST", `/api/people/${there.personId}/disconnect`, {})).body).toMatchObject({
      sessions: 1,
    });
    expect((await person()).owed).toEqual([
      { sessionId: "0000000000000002", wish: "end", cause: "staff", siteName: "Thành cổ Quảng Trị" },
    ]);
  });

  it("says of how many sessions no change reaches their access point", async () => {
    const { database } = at.world;
    const { nas_id: id } = await database("sessions").where({ id: "0000000000000002" }).first("nas_id");
    const unreached = async (nas: object, state: object = { change_fault: null }): Promise<number> => {
      await database("nas").where({ id }).update(nas);
      await database("nas_state")
        .insert({ nas_id: id, ...state })
        .onConflict("nas_id")
        .merge();
      return (await desk.ask("POST", `/api/people/${there.personId}/disconnect`, {})).body.unreached;
    };
    const coa_address = "192.0.2.7";
    expect(await unreached({ coa_address: null })).toBe(1);
    expect(await unreached({ coa_address })).toBe(0);
    expect(await unreached({ coa_address }, { change_fault: "silent" })).toBe(1);
    expect(await unreached({ coa_address: null, changes_by: "radsec" })).toBe(0);
    expect(await unreached({ archived_at: at.world.database.fn.now() })).toBe(1);
  });

  it("says of how many a change comes only when their access point authenticates again", async () => {
    const { database } = at.world;
    const { nas_id: id } = await database("sessions").where({ id: "0000000000000002" }).first("nas_id");
    await database("nas").where({ id }).update({ coa_address: null, may_reauthenticate: true });
    expect((await desk.ask("POST", `/api/people/${there.personId}/disconnect`, {})).body).toEqual({
      sessions: 1,
      reauthenticating: 1,
      unreached: 0,
    });
  });

  it("has every stage of earlier changes beside it", async () => {
    const { changes } = await person();
    expect(changes).toMatchObject([
      { wish: "full", answer: "acknowledged", seenAt: null },
      { wish: "slow", answer: "acknowledged", seenAt: at.world.now() - 480_000 },
    ]);
  });
});

describe("a person who is blocked while no RADIUS server runs", () => {
  const causes = async (): Promise<string[]> =>
    (await person()).owed.map(({ cause }: { cause: string }) => cause);

  it("is to leave for the block's sake, which unblocking takes back, and by order once disconnected", async () => {
    await desk.ask("POST", `/api/people/${there.personId}/block`, { reason: "lost phone" });
    expect(await causes()).toEqual(["blocked"]);
    await desk.ask("POST", `/api/people/${there.personId}/disconnect`, {});
    expect(await causes()).toEqual(["staff"]);
  });
});
