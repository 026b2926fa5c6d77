import type { Knex } from "knex";
import type { RedisClient } from "../redis/open.ts";
import type { Clock } from "./clock.ts";
import type { Keyring } from "./keyring.ts";
import type { Logger } from "./log.ts";
import type { Settings } from "./settings.ts";

/** What a program stands on: its stores, its clock, its keys. Tests make one with a clock of their own. */
export type World = {
  readonly settings: Settings;
  readonly database: Knex;
  readonly redis: RedisClient;
  readonly keyring: Keyring;
  readonly now: Clock;
  readonly log: Logger;
};

/** A running program: stops taking work, finishes what it took, and lets go of its sockets. */
export type Program = {
  readonly name: string;
  readonly stop: () => Promise<void>;
};
