import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** One file for each part that changes at its own pace; pages are loaded when they are first opened. */
const groups = [
  { name: "react", test: /node_modules\/(react|react-dom|scheduler)\// },
  { name: "components", test: /node_modules\/@(mantine|floating-ui)\// },
  { name: "icons", test: /node_modules\/@tabler\// },
  { name: "routing", test: /node_modules\/@tanstack\// },
];

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: { conditions: ["hien", "module", "browser", "development|production"] },
  build: {
    outDir: "../../dist/admin/panel",
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8081" } },
});
