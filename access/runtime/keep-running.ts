import type { Guarded } from "./guarded.ts";

type Server = Guarded & { readonly url: string };

/** A server that is started again when it ends without being asked. */
export type Kept = { readonly url: string; readonly stop: () => Promise<void> };

/**
 * Keeps one of our own servers running: one that was killed is started again at the same address, where its clients
 * find it.
 *
 * @param start   starts it
 * @param giveUp  is told why it could not be started again; whoever needs it had better end too
 */
export const keepRunning = async (
  start: () => Promise<Server>,
  giveUp: (fault: unknown) => void,
): Promise<Kept> => {
  let stopping = false;
  let server = await start();
  const watch = async (): Promise<void> => {
    await server.gone;
    if (stopping) return;
    server = await start();
    // asked to stop meanwhile: whoever asked stops this one too
    if (!stopping) return watch();
  };
  const watching = watch().catch((fault: unknown) => {
    if (!stopping) giveUp(fault);
  });
  return {
    url: server.url,
    stop: async () => {
      stopping = true;
      await server.stop();
      await watching;
      await server.stop(); // one that was just being started again
    },
  };
};
