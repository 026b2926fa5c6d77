import { describe, expect, it } from "vitest";
import { parsePhone } from "#access/subscriber/phone";
import { diceOf, pretendNumber } from "#lab/crowd/dice";
import { alertOf, formsOf } from "#lab/phone/html";
import { codeIn } from "#lab/phone/messages";

const PAGE = `<!doctype html><div role="alert" class="x"><b>Sai</b> mã &amp; hết</div>
<form action="/v/abc/code" method="post"><input type="hidden" name="csrf" value="a&quot;b"><input name="code" inputmode="numeric">
<input type="checkbox" name="accept" value="yes"><button name="go" value="1">OK</button></form>
<form id="handover" method="POST" action="http://127.0.0.1:4000/login"></form>`;

describe("a page as the pretend phone reads it", () => {
  it("has forms with absolute addresses and prefilled fields, boxes unticked", () => {
    expect(formsOf(PAGE, "http://127.0.0.1:8080/v/abc")).toEqual([
      {
        id: "",
        action: "http://127.0.0.1:8080/v/abc/code",
        method: "POST",
        fields: { csrf: 'a"b', code: "" },
      },
      { id: "handover", action: "http://127.0.0.1:4000/login", method: "POST", fields: {} },
    ]);
  });

  it("tells its complaint as plain text", () => {
    expect(alertOf(PAGE)).toBe("Sai mã & hết");
    expect(alertOf("<p>fine</p>")).toBeNull();
  });
});

describe("a code in a message", () => {
  it("is found in the last line, where phones look for it", () => {
    expect(codeIn("QUANGTRI: ma 111111\n@127.0.0.1 #482913")).toBe("482913");
    expect(codeIn("no code here 482913")).toBeNull();
  });
});

describe("a pretend number", () => {
  it("is one the portal takes, whatever the throw", () => {
    const dice = diceOf(1);
    for (let tried = 0; tried < 2_000; tried += 1) expect(parsePhone(pretendNumber(dice)).kind).toBe("phone");
  });

  it("comes again with the same seed", () => {
    expect(pretendNumber(diceOf(5))).toBe(pretendNumber(diceOf(5)));
    expect(pretendNumber(diceOf(5))).not.toBe(pretendNumber(diceOf(6)));
  });
});
