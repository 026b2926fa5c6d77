import { createTheme, Drawer, type MantineColorsTuple, Modal } from "@mantine/core";

/** Lacquer green: the wood of a veranda. */
const green: MantineColorsTuple = [
  "#eef7f3",
  "#dceee6",
  "#b6dccb",
  "#8cc9ae",
  "#69b995",
  "#4fa984",
  "#2f8a68",
  "#1f6f55",
  "#17594a",
  "#0e4438",
];

/** Fired clay: what wants attention. */
const clay: MantineColorsTuple = [
  "#fdf1ea",
  "#f8e0d3",
  "#efbfa5",
  "#e79b73",
  "#e07d4a",
  "#cf6430",
  "#b24f20",
  "#964018",
  "#7c3413",
  "#64290d",
];

/** Warm greys of plaster and stone. */
const gray: MantineColorsTuple = [
  "#faf8f5",
  "#f3f0ea",
  "#e8e3da",
  "#d9d3c8",
  "#bfb8ab",
  "#958d80",
  "#6b645a",
  "#4f4941",
  "#37332d",
  "#24211d",
];

const dark: MantineColorsTuple = [
  "#d9d6d0",
  "#bdb9b1",
  "#a09b92",
  "#716c64",
  "#47443e",
  "#393631",
  "#2c2a26",
  "#21201d",
  "#191816",
  "#121110",
];

/** How the panel looks: calm, dense, warm. */
export const theme = createTheme({
  colors: { green, clay, gray, dark },
  primaryColor: "green",
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  fontFamily: '"Be Vietnam Pro", "Segoe UI", system-ui, -apple-system, Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", monospace',
  headings: { fontWeight: "650" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Modal: Modal.extend({ styles: { title: { fontWeight: 650, fontSize: "1.125rem" } } }),
    Drawer: Drawer.extend({ styles: { title: { fontWeight: 650, fontSize: "1.125rem" } } }),
  },
});
