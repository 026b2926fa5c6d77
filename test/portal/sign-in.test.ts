import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { alertOf, codeIn, type House, openHouse, pathOf } from "./house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  await house.world.redis.flushall();
  await house.world.database.raw(
    "truncate subscribers, identities, acceptances, attempts, sms_sends cascade",
  );
  await house.world.database("nas_faults").delete();
});

const TYPED = "0912 345 678";
const E164 = "+84912345678";

const newcomer = async (family: "uam" | "mikrotik" | "generic" = "mikrotik") => {
  const first = await house.visit(house.redirect(family, { original: "http://example.com/news" }), {
    headers: { "accept-language": "vi" },
  });
  return { first, path: pathOf(first.html) };
};
const atCode = async (family: "uam" | "mikrotik" | "generic" = "mikrotik") => {
  const { path } = await newcomer(family);
  const page = await house.post(`${path}/number`, { phone: TYPED });
  return { path, page, code: codeIn(await house.message(E164)) };
};
const atTerms = async (family: "uam" | "mikrotik" | "generic" = "mikrotik") => {
  const { path, code } = await atCode(family);
  const page = await house.post(`${path}/code`, { code });
  return { path, page, termsId: /name="terms" value="(\d+)"/.exec(page.html)?.[1] ?? "" };
};
const handedOver = async (family: "uam" | "mikrotik" | "generic" = "mikrotik") => {
  const { path, termsId } = await atTerms(family);
  return { path, answer: await house.post(`${path}/terms`, { accept: "yes", terms: termsId }) };
};
const field = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1];

describe("a newcomer's way online", () => {
  it("begins with one field in one response, in the language of the phone", async () => {
    const { first } = await newcomer();
    expect(first.status).toBe(200);
    expect(first.html).toContain('<html lang="vi">');
    expect(first.html).toContain('name="phone"');
    expect(first.html).toContain("Chợ Đông Hà");
    expect(first.headers.get("set-cookie")).toBeNull();
    expect(first.headers.get("cache-control")).toBe("no-store");
  });

  it("goes on to the code page with the number hidden but for its end", async () => {
    const { page, code } = await atCode();
    expect(page.html).toContain("••• ••• 678");
    expect(page.html).not.toContain("912345");
    expect(page.html).toContain('autocomplete="one-time-code"');
    expect(code).toMatch(/^[0-9]{6}$/);
    expect(await house.message(E164)).toMatch(/^QUANGTRI: Ma truy cap[\s\S]*\n@127\.0\.0\.1 #[0-9]{6}$/);
  });

  it("shows the terms once, unticked", async () => {
    const { page } = await atTerms();
    expect(page.html).toContain('type="checkbox"');
    expect(page.html).not.toContain("checked");
    expect(page.html).toContain("Chúng tôi giữ gì");
  });

  it("ends with a MikroTik in a form to the router, its own page as the way back", async () => {
    const { path, answer } = await handedOver("mikrotik");
    expect(answer.status).toBe(200);
    expect(answer.html).toContain('<form id="handover" method="post" action="http://10.1.0.1/login">');
    expect(field(answer.html, "username")).toMatch(/^w-[0-9a-z]{12}$/);
    expect(field(answer.html, "password")).toMatch(/^[0-9a-f]{32}$/);
    expect(field(answer.html, "dst")).toBe(`http://127.0.0.1:8080${path}`);
    expect(answer.headers.get("content-security-policy")).toMatch(
      /form-action 'self' http:\/\/10\.1\.0\.1(;|$)/,
    );
    expect(answer.headers.get("content-security-policy")).toMatch(/script-src( 'sha256-[^']+')+(;|$)/);
  });

  it("ends with a generic gateway in a form with the password as it is", async () => {
    const { answer } = await handedOver("generic");
    expect(field(answer.html, "password")).toMatch(/^[0-9a-z]{16}$/);
  });

  it("ends with CoovaChilli in a redirect to its /logon", async () => {
    const { answer } = await handedOver("uam");
    expect(answer.status).toBe(303);
    expect(answer.location).toMatch(
      /^http:\/\/10\.1\.0\.1:3990\/logon\?username=w-[0-9a-z]{12}&response=[0-9a-f]{32}$/,
    );
    expect(answer.html).toBe("");
  });

  it("remembers each step, the message without its number, and that its code was typed", async () => {
    await handedOver();
    const attempts = await house.world.database("attempts").select("step", "outcome").orderBy("id");
    expect(attempts).toEqual(
      ["opened", "code-sent", "code", "grant"].map((step) => ({ step, outcome: "ok" })),
    );
    const [send] = await house.world.database("sms_sends");
    expect(send).toMatchObject({ gateway: "lab", country: "VN", outcome: "ok", segments: 1 });
    expect(send.converted_at).toBe(house.world.now());
    expect(JSON.stringify(send)).not.toContain("912345");
  });

  it("ends on the page that says so, with what is left and when it is full again", async () => {
    const { path, answer } = await handedOver();
    const opened = await house.letOnline(field(answer.html, "username") ?? "", "aa:bb:cc:dd:ee:01");
    expect(opened.kind).toBe("opened");
    const { html } = await house.visit(path);
    expect(alertOf(html)).toBeNull();
    expect(html).toContain("Bạn đã vào mạng");
    expect(html).toContain("Còn 2 GB trong 2 GB");
    expect(html).toContain("Còn 6 giờ trong 6 giờ");
    expect(html).toContain("Đầy lại lúc 00:00");
    expect(html).toContain('href="http://example.com/news"');
    expect(html).toContain('href="https://dichvucong.gov.vn/"');
  });
});

describe("a person who comes back", () => {
  it("in a new window, while a code is pending, lands on the code page and can type it there", async () => {
    const { code } = await atCode();
    const { first, path } = await newcomer();
    expect(first.html).toContain("••• ••• 678");
    expect((await house.post(`${path}/code`, { code })).html).toContain('name="accept"');
  });

  it("with another device does not find it", async () => {
    await atCode();
    const other = await house.visit(house.redirect("mikrotik", { mac: "AA:BB:CC:DD:EE:02" }));
    expect(other.html).toContain('name="phone"');
  });

  it("after the code was right needs none again, and no terms either", async () => {
    await handedOver();
    const { first, path } = await newcomer();
    expect(first.html).not.toContain('name="phone"');
    const answer = await house.post(`${path}/terms`, { accept: "yes" });
    expect(answer.html).toContain('id="handover"');
  });

  it("refused by the gateway is told so and can try again", async () => {
    await handedOver();
    const again = await house.visit(house.redirect("mikrotik", { failed: true }));
    expect(alertOf(again.html)).toMatch(/^Trạm Wi-Fi chưa cho bạn vào/);
    expect((await house.post(`${pathOf(again.html)}/terms`, { accept: "yes" })).html).toContain("handover");
  });

  it("not let in by the gateway is told so on the visit's own page", async () => {
    const { path } = await handedOver();
    expect(alertOf((await house.visit(path)).html)).toMatch(/^Trạm Wi-Fi chưa báo/);
  });

  it("in a window found by the device's address alone is not told what is left", async () => {
    const { path, answer } = await handedOver();
    await house.letOnline(field(answer.html, "username") ?? "", "aa:bb:cc:dd:ee:01");
    expect((await house.visit(path)).html).toContain("2 GB");
    const claimed = await house.visit(house.redirect("mikrotik", {}, "&res=already"));
    expect(claimed.html).toContain("Bạn đã vào mạng");
    expect(claimed.html).not.toMatch(/GB|678|sign-out/);
  });

  it("in a window found by the device's address alone is not told the number, however often a code is mistyped", async () => {
    const { code } = await atCode();
    const { path } = await newcomer();
    const wrong = code === "000000" ? "111111" : "000000";
    for (let tries = 0; tries < 6; tries += 1)
      expect((await house.post(`${path}/code`, { code: wrong })).html).not.toContain("912345");
    expect((await house.post(`${path}/again`)).html).not.toContain("912345");
  });

  it("reads the other language from then on", async () => {
    const { path } = await newcomer();
    expect((await house.visit(`${path}?lang=en`)).html).toContain('<html lang="en">');
    expect((await house.visit(path)).html).toContain("Phone number");
  });
});

describe("a person who leaves", () => {
  it("has the end of the session wished, and is asked for a number next time", async () => {
    const { path, answer } = await handedOver();
    const opened = await house.letOnline(field(answer.html, "username") ?? "", "aa:bb:cc:dd:ee:01");
    const left = await house.post(`${path}/sign-out`);
    expect(alertOf(left.html)).toBe("Bạn đã thoát khỏi mạng.");
    expect(left.html).toContain('name="phone"');
    const due = (await house.world.redis.keys("*:due")).length;
    expect({ opened: opened.kind, due }).toEqual({ opened: "opened", due: 1 });
  });

  it("leaves no number in the field, though a code that was tapped twice put it there", async () => {
    const { path, code } = await atCode();
    await house.post(`${path}/code`, { code });
    await house.post(`${path}/code`, { code });
    const left = await house.post(`${path}/sign-out`);
    expect(left.html).toContain('name="phone"');
    expect(left.html).not.toContain("912345");
  });
});

describe("what a person may get wrong", () => {
  it.each([
    ["", "Bạn chưa nhập số điện thoại."],
    ["12345", "Số này chưa đúng. Hãy xem lại từng chữ số."],
    ["19001234", "Không gửi mã tới số tổng đài. Hãy nhập số di động."],
    ["02333852345", "Đây không phải số di động nên không nhận được tin nhắn."],
  ])("the number %j gets one sentence and sends nothing", async (phone, sentence) => {
    const { path } = await newcomer();
    const page = await house.post(`${path}/number`, { phone });
    expect(alertOf(page.html)).toBe(sentence);
    expect(field(page.html, "phone") ?? page.html).toContain(phone);
    expect(await house.world.database("sms_sends")).toEqual([]);
  });

  it("a wrong code is counted down, and after the fifth the number need not be typed twice", async () => {
    const { path, code } = await atCode();
    const wrong = code === "000000" ? "111111" : "000000";
    const alerts: (string | null)[] = [];
    for (let tries = 0; tries < 5; tries += 1)
      alerts.push(alertOf((await house.post(`${path}/code`, { code: wrong })).html));
    expect(alerts[0]).toBe("Mã chưa đúng. Bạn còn 4 lần thử.");
    expect(alerts[4]).toBe("Mã này đã bị nhập sai quá nhiều lần. Hãy nhận mã mới.");
    const page = await house.visit(path);
    expect(page.html).toContain('value="+84912345678"');
    expect(await house.world.database("subscribers")).toEqual([]);
  });

  it("a code that is no code costs no try", async () => {
    const { path, code } = await atCode();
    for (let tries = 0; tries < 7; tries += 1)
      expect(alertOf((await house.post(`${path}/code`, { code: "12ab" })).html)).toMatch(
        /^Mã gồm đúng 6 chữ số/,
      );
    expect((await house.post(`${path}/code`, { code })).html).toContain('name="accept"');
  });

  it("asking again at once says how long to wait, and the first code stays good", async () => {
    const { path, code } = await atCode();
    house.world.clock.advance(15);
    const page = await house.post(`${path}/again`);
    expect(alertOf(page.html)).toBe("Mã vừa được gửi. Có thể gửi lại sau 45 giây.");
    expect((await house.post(`${path}/code`, { code })).html).toContain('name="accept"');
  });

  it("asking again in time sends another code", async () => {
    const { path, code } = await atCode();
    house.world.clock.advance(60);
    expect(alertOf((await house.post(`${path}/again`)).html)).toMatch(/^Đã gửi mã mới/);
    expect(codeIn(await house.message(E164))).not.toBe("");
    expect(await house.world.database("sms_sends")).toHaveLength(2);
    expect(code).not.toBe("");
  });

  it("an unticked box leads back to the terms", async () => {
    const { path, termsId } = await atTerms();
    expect(alertOf((await house.post(`${path}/terms`, { terms: termsId })).html)).toMatch(/^Hãy đánh dấu/);
    expect(await house.world.database("acceptances")).toEqual([]);
  });

  it("agreeing to terms that were replaced meanwhile leads to the new ones", async () => {
    const { path } = await atTerms();
    const page = await house.post(`${path}/terms`, { accept: "yes", terms: "0" });
    expect(page.html).toContain('name="accept"');
    expect(await house.world.database("acceptances")).toEqual([]);
  });

  it("another number forgets the first", async () => {
    const { path, code } = await atCode();
    expect((await house.post(`${path}/change`)).html).toContain('name="phone"');
    expect((await house.post(`${path}/code`, { code })).html).not.toContain('name="accept"');
  });
});

describe("a refusal by the house", () => {
  it("is one sentence, and the way to try again", async () => {
    const { path, termsId } = await atTerms();
    await house.world.database("subscribers").update({ status: "blocked" });
    const page = await house.post(`${path}/terms`, { accept: "yes", terms: termsId });
    expect(alertOf(page.html)).toMatch(/^Số điện thoại này đang bị tạm khóa/);
    const attempts = await house.world.database("attempts").where({ step: "grant" });
    expect(attempts).toMatchObject([{ outcome: "blocked" }]);
  });
});
