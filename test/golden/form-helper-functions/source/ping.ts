import type { BaseModule, HandlerServer } from "mqant";

export function registerPing(server: HandlerServer, name = "ping"): void {
  server.registerGO(name, (text: string): string => text);
}

export function registerAge(module: BaseModule & { born: Date }): void {
  const { server } = module;
  server.registerGO("age", (at: Date): number => at.getTime() - module.born.getTime());
}
