/** How docker-compose.yml starts the RADIUS server: with a heap near what lives on it. */
export const HEAP = ["--heap-growing-percent=20", "--max-semi-space-size=8"];
