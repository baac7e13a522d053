export { prometheusPage } from "./prometheus-page.ts";
export type { PageHandler } from "./prometheus-page.ts";
