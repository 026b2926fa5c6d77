import type { SessionLimits } from "#access/admission/limits";

/** Limits of a session whose right ends at an instant (epoch ms), and the session with it; `null` for none. */
export const until = (limits: SessionLimits, endsAt: number | null, at: number): SessionLimits => {
  if (endsAt === null) return limits;
  const left = Math.max(1, Math.floor((endsAt - at) / 1000));
  return { ...limits, sessionTimeout: Math.min(left, limits.sessionTimeout ?? left) };
};
