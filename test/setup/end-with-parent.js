/* Imported before all else by what a test runs: its standard input is a pipe that only the test holds the other end of. So it
   ends with the test, were that by `kill -9`. */
process.stdin.on("end", () => process.exit(1)).resume();
process.stdin.unref();
