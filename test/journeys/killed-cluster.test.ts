import { redisCluster } from "../setup/redis-servers.ts";
import { killedUnderACrowd } from "./killed.ts";

killedUnderACrowd("a master of a Redis Cluster", redisCluster, 1);
