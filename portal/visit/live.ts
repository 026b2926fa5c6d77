import { keys } from "#access/redis/keys";
import type { World } from "#access/runtime/world";
import type { HandoffContext } from "../dialects/dialect.ts";
import { languageOf } from "../phrases/phrase.ts";
import { KEPT_FOR, type Notice, type Visit } from "./visit.ts";

/** What may change in a visit. */
export type Amendment = Partial<Omit<Visit, "token" | "sitting" | "slug">>;

const sealed = ({ keyring }: World, text: string | null | undefined): string =>
  text ? keyring.seal("visit", text).toString("base64") : "";

const unsealed = ({ keyring }: World, text: string | undefined): string | null =>
  text ? keyring.open("visit", Buffer.from(text, "base64")) : null;

/** Hash fields of what an amendment names; a cleared one is stored as empty. */
const fieldsOf = (world: World, visit: Amendment): Record<string, string> => {
  const fields: Record<string, string> = {};
  if (visit.context !== undefined) fields["context"] = JSON.stringify(visit.context);
  if (visit.language !== undefined) fields["language"] = visit.language;
  if (visit.byDeviceAlone !== undefined) fields["device"] = visit.byDeviceAlone ? "1" : "";
  if (visit.phone !== undefined) fields["phone"] = sealed(world, visit.phone);
  if (visit.country !== undefined) fields["country"] = visit.country ?? "";
  if (visit.typed !== undefined) fields["typed"] = sealed(world, visit.typed);
  if (visit.subscriberId !== undefined) fields["subscriber"] = String(visit.subscriberId ?? "");
  if (visit.loginId !== undefined) fields["login"] = visit.loginId ?? "";
  if (visit.refusedLogin !== undefined) fields["refused"] = visit.refusedLogin ?? "";
  if (visit.notice !== undefined)
    fields["notice"] = visit.notice === null ? "" : JSON.stringify(visit.notice);
  return fields;
};

const visitOf = (world: World, token: string, hash: Record<string, string>): Visit | null => {
  const language = languageOf(hash["language"]);
  if (!hash["sitting"] || !hash["slug"] || !hash["context"] || language === null) return null;
  return {
    token,
    sitting: hash["sitting"],
    slug: hash["slug"],
    context: JSON.parse(hash["context"]) as HandoffContext, // only this file writes it
    language,
    byDeviceAlone: hash["device"] === "1",
    phone: unsealed(world, hash["phone"]),
    country: hash["country"] || null,
    typed: unsealed(world, hash["typed"]),
    subscriberId: hash["subscriber"] ? Number(hash["subscriber"]) : null,
    loginId: hash["login"] || null,
    refusedLogin: hash["refused"] || null,
    notice: hash["notice"] ? (JSON.parse(hash["notice"]) as Notice) : null, // only this file writes it
  };
};

const TOKEN = /^[0-9a-hjkmnp-tv-z]{26}$/;

/** The visit of a token; null when the token is none, or the visit is forgotten. */
export const readVisit = async (world: World, token: string): Promise<Visit | null> => {
  if (!TOKEN.test(token)) return null;
  return visitOf(world, token, await world.redis.hgetall(keys.visit(token)));
};

/** The latest visit of a device at a NAS. */
export const visitOfDevice = async (world: World, nasId: number, mac: string): Promise<Visit | null> => {
  const token = await world.redis.get(keys.visitOf(nasId, mac));
  return token === null ? null : readVisit(world, token);
};

/** Keeps a new visit, found from now on by its token and by its device. */
export const keepVisit = async (world: World, nasId: number, visit: Visit): Promise<void> => {
  const key = keys.visit(visit.token);
  const fields = {
    ...fieldsOf(world, visit),
    sitting: visit.sitting,
    slug: visit.slug,
  };
  await world.redis.multi().hset(key, fields).expire(key, KEPT_FOR).exec();
  const { mac } = visit.context;
  if (mac !== null) await world.redis.set(keys.visitOf(nasId, mac), visit.token, "EX", KEPT_FOR);
};

/**
 * Changes a visit and keeps it for another half hour.
 *
 * One that was forgotten meanwhile does not come back: what is written lacks its sitting, so it reads as unknown.
 */
export const amend = async (
  world: World,
  nasId: number,
  visit: Visit,
  amendment: Amendment,
): Promise<Visit> => {
  const key = keys.visit(visit.token);
  const fields = fieldsOf(world, amendment);
  const transaction = world.redis.multi();
  if (Object.keys(fields).length > 0) transaction.hset(key, fields);
  await transaction.expire(key, KEPT_FOR).exec();
  const { mac } = visit.context;
  if (mac !== null) await world.redis.expire(keys.visitOf(nasId, mac), KEPT_FOR);
  return { ...visit, ...amendment };
};
