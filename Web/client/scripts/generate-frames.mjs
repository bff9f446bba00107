// Writes src/frames.ts from the contract, or with --check says whether it is what the contract gives.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const contract = new URL("../../contract/frames.schema.json", import.meta.url);
const target = new URL("../src/frames.ts", import.meta.url);
const indent = "  ";

/** The text of one generated file. */
export function generate(schema) {
  const head = "// Generated from Web/contract/frames.schema.json by `npm run generate`; change it there.\n";
  return head + Object.entries(schema.$defs).map(([name, shape]) => `\n${declare(name, shape)}`).join("");
}

function declare(name, shape) {
  const isRecord = shape.type === "object" && shape.properties;
  const body = isRecord ? `export interface ${name} ${members(shape, "")}` : `export type ${name} =${shape.oneOf ? "" : " "}${typeOf(shape, "")};`;
  return `${comment(shape.description, "")}${body}\n`;
}

function members(shape, margin) {
  const required = new Set(shape.required ?? []);
  const lines = Object.entries(shape.properties).map(([name, member]) => {
    const mark = required.has(name) ? "" : "?";
    return `${comment(member.description, margin + indent)}${margin}${indent}${name}${mark}: ${typeOf(member, margin + indent)};\n`;
  });
  return `{\n${lines.join("")}${margin}}`;
}

function typeOf(shape, margin) {
  if (shape.$ref) return shape.$ref.slice("#/$defs/".length);
  if (shape.const !== undefined) return JSON.stringify(shape.const);
  if (shape.enum) return shape.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (shape.oneOf) return shape.oneOf.map((each) => `\n${margin}${indent}| ${typeOf(each, margin)}`).join("");
  if (Array.isArray(shape.type)) return shape.type.map((type) => typeOf({ ...shape, type }, margin)).join(" | ");
  if (shape.type === "array") return `${typeOf(shape.items, margin)}[]`;
  if (shape.type === "object") return shape.properties ? members(shape, margin) : `Record<string, ${valueOf(shape.additionalProperties, margin)}>`;
  return { string: "string", number: "number", integer: "number", boolean: "boolean", null: "null" }[shape.type] ?? "unknown";
}

function valueOf(shape, margin) {
  return shape === undefined || shape === true ? "unknown" : typeOf(shape, margin);
}

function comment(text, margin) {
  return text ? `${margin}/** ${text} */\n` : "";
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = generate(JSON.parse(readFileSync(contract, "utf8")));
  if (!process.argv.includes("--check")) writeFileSync(target, text);
  else if (readFileSync(target, "utf8") !== text) {
    console.error("src/frames.ts is not what Web/contract/frames.schema.json gives; run: npm run generate -w client");
    process.exitCode = 1;
  }
}
