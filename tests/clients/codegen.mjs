// What graphql-codegen makes of the schema and of some documents, on standard output.
import { readFileSync } from "node:fs";
import { codegen } from "@graphql-codegen/core";
import * as operations from "@graphql-codegen/typescript-operations";
import * as types from "@graphql-codegen/typescript";
import { buildASTSchema, parse } from "graphql";

const [schemaFile, documentsFile] = process.argv.slice(2);
const schema = parse(readFileSync(schemaFile, "utf8"));
const documents = [{ location: documentsFile, document: parse(readFileSync(documentsFile, "utf8")) }];
const asked = { schema, schemaAst: buildASTSchema(schema), documents, filename: "types.ts", config: {}, pluginMap: { operations, types } };
console.log(await codegen({ ...asked, plugins: [{ types: {} }] }));
console.log("// operations");
console.log(await codegen({ ...asked, plugins: [{ operations: {} }] }));
