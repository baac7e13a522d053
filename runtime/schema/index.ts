export type { ArgumentsSchema, HandlerSchema, ModuleSchemas } from "../rpc/handler-schema.ts";
