import { useEffect, useState } from "react";

/** The present instant, epoch ms, once a second: what is "ago" must grow while nothing else happens. */
export const useClock = (): number => {
  const [at, setAt] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setAt(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return at;
};
