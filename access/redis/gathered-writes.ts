import type { Writable } from "node:stream";
import type { Cluster, Redis } from "ioredis";

/**
 * Lets everything that is written to a stream within one turn of the event loop leave in one system call.
 *
 * A server that asks something for each of sixty packets would otherwise pay sixty times for writing, and Redis sixty
 * times for reading. setImmediate, not a microtask: every datagram of this turn has then been read.
 */
const gatherWrites = (stream: Writable): void => {
  const write = stream.write.bind(stream) as (...given: readonly unknown[]) => boolean;
  let waits = false;
  const release = (): void => {
    waits = false;
    stream.uncork();
  };
  stream.write = (...given: readonly unknown[]): boolean => {
    if (!waits) {
      waits = true;
      stream.cork();
      setImmediate(release);
    }
    return write(...given);
  };
};

/** Gathers the writes of a connection, whenever it is made anew. */
export const gatherWritesOf = (redis: Redis): Redis => redis.on("connect", () => gatherWrites(redis.stream));

/** Gathers the writes to each node of a cluster. */
export const gatherWritesOfNodes = (cluster: Cluster): Cluster =>
  cluster.on("+node", (node: Redis) => gatherWritesOf(node));
