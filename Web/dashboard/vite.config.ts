import { defineConfig } from "vitest/config";

// What is built goes to artifacts/web, where the gateway takes it from.
export default defineConfig({
  base: "./",
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  resolve: { alias: { "@iskra/client": new URL("../client/src/index.ts", import.meta.url).pathname } },
  build: {
    outDir: "../../artifacts/web",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8080", "/ws": { target: "http://127.0.0.1:8080", ws: true }, "/health": "http://127.0.0.1:8080", "/metrics": "http://127.0.0.1:8080", "/ready": "http://127.0.0.1:8080" } },
  test: { include: ["test/**/*.test.{ts,tsx}"] },
});
