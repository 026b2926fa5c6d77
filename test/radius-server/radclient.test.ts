import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { text as readAll } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issueGrant } from "#access/grant/issue";
import { type House, house } from "./house.ts";

const MAC = "AA-BB-CC-DD-EE-01";

/** Debian's freeradius-utils; ./check installs it where it can. */
const isInstalled = spawnSync("radclient", ["-v"]).error === undefined;

type Asked = "auth" | "acct" | "status";

describe.skipIf(!isInstalled)(
  "radclient of FreeRADIUS (skipped where freeradius-utils is not installed)",
  () => {
    let home: House;
    let subscriberId: number;
    beforeAll(async () => {
      home = await house({ policy: { downKbps: 5_000 } });
      subscriberId = await home.enrol();
    });
    afterAll(() => home.close());

    /** Runs it once without repeats: it ends well only with an authentic answer of the kind it wants. */
    const radclient = async (port: number, asked: Asked, attributes: readonly string[]) => {
      const child = spawn("radclient", [
        "-x",
        "-r",
        "1",
        "-t",
        "5",
        `127.0.0.1:${port}`,
        asked,
        home.nas.secret,
      ]);
      child.stdin.end(`${[...attributes, "Message-Authenticator = 0x00"].join("\n")}\n`);
      const [said, [code]] = await Promise.all([readAll(child.stdout), once(child, "exit")]);
      return { said, code: code as number };
    };
    const grant = async () => {
      const applicant = { subscriberId, nas: home.nas, mac: null, clientIp: null, nasSessionId: null };
      const issued = await issueGrant(home.world, applicant);
      if (issued.kind === "refused") throw new Error(issued.code);
      return issued;
    };
    const login = async (credential: "User-Password" | "CHAP-Password") => {
      const { loginId, password } = await grant();
      return radclient(home.radius.authPort, "auth", [
        `User-Name = "${loginId}"`,
        `${credential} = "${password}"`,
        `Calling-Station-Id = "${MAC}"`,
        'NAS-Identifier = "gateway-1"',
      ]);
    };

    it.each(["User-Password", "CHAP-Password"] as const)("is accepted by %s", async (credential) => {
      const { said, code } = await login(credential);
      expect(said).toContain("Received Access-Accept");
      expect(said).toContain("WISPr-Bandwidth-Max-Down = 5000000");
      expect(said).toMatch(/Class = 0x[0-9a-f]{94}/);
      expect(code).toBe(0);
    });

    it("is rejected with a wrong password, and believes it", async () => {
      const { loginId } = await grant();
      const { said } = await radclient(home.radius.authPort, "auth", [
        `User-Name = "${loginId}"`,
        'User-Password = "wrong"',
      ]);
      expect(said).toContain("Received Access-Reject");
    });

    it("has its reports answered and counted", async () => {
      const { said } = await login("User-Password");
      const ticket = /Class = (0x[0-9a-f]+)/.exec(said)?.[1];
      const report = (status: string, more: readonly string[] = []) =>
        radclient(home.radius.acctPort, "acct", [
          `Acct-Status-Type = ${status}`,
          'Acct-Session-Id = "80000001"',
          `Class = ${ticket}`,
          ...more,
        ]);
      const totals = (seconds: number, down: number) => [
        `Acct-Session-Time = ${seconds}`,
        "Acct-Input-Octets = 1000",
        `Acct-Output-Octets = ${down}`,
        "Acct-Output-Gigawords = 1",
      ];
      const answers = [
        await report("Start"),
        await report("Interim-Update", totals(60, 0)),
        await report("Stop", [...totals(90, 5_000), "Acct-Terminate-Cause = User-Request"]),
      ];
      for (const { said: answer, code } of answers) {
        expect(answer).toContain("Received Accounting-Response");
        expect(code).toBe(0);
      }
      const stored = () =>
        home.world
          .database("sessions")
          .where({ nas_session_id: "80000001" })
          .select("up", "down", "seconds", "end_cause");
      await expect
        .poll(stored)
        .toEqual([{ up: 1_000, down: 2 ** 32 + 5_000, seconds: 90, end_cause: "User-Request" }]);
    });

    it("finds the server alive on both ports", async () => {
      const login = await radclient(home.radius.authPort, "status", []);
      expect(login.said).toContain("Received Access-Accept");
      const reports = await radclient(home.radius.acctPort, "status", [
        "Response-Packet-Type = Accounting-Response",
      ]);
      expect(reports.said).toContain("Received Accounting-Response");
    });
  },
);
