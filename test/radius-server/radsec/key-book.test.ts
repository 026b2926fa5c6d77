import { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { describe, expect, it } from "vitest";
import { lookupOf } from "#access/nas/lookup";
import { keyBook } from "#radius-server/radsec/key-book";
import { nasWith } from "../nas.ts";

const KEY = "ab".repeat(32);
const radsec = { required: true, pskIdentity: "ap-1", psk: KEY, fingerprint: null, name: null };

/** A ticket that OpenSSL takes for an identity up to its first zero. */
const ticketOf = (identity: string): Buffer => Buffer.concat([Buffer.from(`${identity}\0`), Buffer.of(0xfe)]);

const opened = () => {
  const book = keyBook({ ...lookupOf([nasWith({ radsec })]), close: async () => {} });
  const socket = new Socket();
  return { book, socket, tls: new TLSSocket(socket) };
};

describe("the key of an identity", () => {
  it("is that of its NAS", () => {
    const { book, tls } = opened();
    expect(book.find(tls, "ap-1")).toBe(KEY);
    expect([book.claimedBy(tls)?.id, book.isUnknown(tls)]).toEqual([1, false]);
  });

  it("is one that nobody has, another each time, where nobody has the identity (RFC 4279 section 2)", () => {
    const { book, tls } = opened();
    const keys = [book.find(tls, "ap-2"), book.find(tls, "ap-2")];
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set([...keys, KEY]).size).toBe(3);
    expect([book.claimedBy(tls), book.isUnknown(tls)]).toEqual([undefined, true]);
  });

  it.each(["ap-1", "ap-2", ""])(
    "is none for the beginning of a ticket, whosever name that is (%j)",
    (name) => {
      const { book, socket, tls } = opened();
      book.note(socket, [ticketOf(name)]);
      expect(book.find(tls, name)).toBeUndefined();
      expect(book.find(tls, "ap-3")).toBeDefined();
    },
  );

  it("is forgotten to be a ticket's once the connection has closed", async () => {
    const { book, socket, tls } = opened();
    book.note(socket, [ticketOf("ap-1")]);
    socket.emit("close");
    expect(book.find(tls, "ap-1")).toBe(KEY);
  });
});
