/** An open connection as the roll sees it. */
export type Enrolled = {
  readonly nasId: number;
  /** epoch ms of the last packet */
  readonly heardAt: () => number;
  readonly close: () => void;
  /** finishes what it took, then closes */
  readonly finish: () => Promise<void>;
};

/** The open connections, by NAS. */
export type Roll = {
  /** takes a connection in; where its NAS has too many, the one silent longest is closed */
  readonly enter: (connection: Enrolled) => void;
  readonly leave: (connection: Enrolled) => void;
  readonly finishAll: () => Promise<void>;
};

/**
 * An empty roll.
 *
 * A NAS behind a translated address that lost its mapping opens anew and leaves the old connection behind: the silent
 * one goes, the new one is served (radiusdtls-bis section 3.10).
 */
export const roll = (mostPerNas: number): Roll => {
  const byNas = new Map<number, Set<Enrolled>>();
  return {
    enter: (connection) => {
      const others = byNas.get(connection.nasId) ?? new Set();
      byNas.set(connection.nasId, others);
      const [silent] = [...others].sort((a, b) => a.heardAt() - b.heardAt());
      others.add(connection);
      if (others.size > mostPerNas) silent?.close();
    },
    leave: (connection) => {
      const others = byNas.get(connection.nasId);
      others?.delete(connection);
      if (others?.size === 0) byNas.delete(connection.nasId);
    },
    finishAll: async () => {
      const all = [...byNas.values()].flatMap((connections) => [...connections]);
      await Promise.all(all.map((connection) => connection.finish()));
    },
  };
};
