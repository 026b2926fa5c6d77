import { redisSentinel } from "../setup/redis-servers.ts";
import { killedUnderACrowd } from "./killed.ts";

killedUnderACrowd("the master Sentinel watches", redisSentinel, 1);
