import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
// @ts-expect-error the generator is plain JavaScript
import { generate } from "../../scripts/generate-frames.mjs";

const here = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, here), "utf8");

test("The types of the frames are what the contract gives", () => {
  expect(read("src/frames.ts")).toBe(generate(JSON.parse(read("../contract/frames.schema.json"))));
});

test("The client has no dependencies and is smaller than 12 KB with all it needs", async () => {
  expect(JSON.parse(read("package.json")).dependencies).toBeUndefined();
  const { outputFiles } = await build({ entryPoints: [new URL("src/index.ts", here).pathname], bundle: true, minify: true, format: "esm", target: "es2022", write: false });
  const size = gzipSync(outputFiles[0]!.contents, { level: 9 }).length;
  expect(size).toBeGreaterThan(2_000);
  expect(size).toBeLessThan(12 * 1_024);
});
