import { join } from "node:path";
import { startRedis } from "#access/redis/private";
import { killable, killedUnderACrowd } from "./killed.ts";

killedUnderACrowd("Redis", (directory) => killable(() => startRedis({ dir: join(directory, "redis") })));
