/** What docker-compose.yml tells Node of each program's heap. */
export const HEAP = {
  "radius-server": ["--single-threaded-gc", "--heap-growing-percent=20", "--max-semi-space-size=4"],
  drain: ["--single-threaded-gc"],
} as const;
