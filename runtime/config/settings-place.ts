import type { Settings } from "./config.ts";
import type { JsonDocument, Path } from "./json-document.ts";

/** Where a module's settings stand in their file. */
export interface SettingsPlace {
  readonly document: JsonDocument;
  readonly path: Path;
}

// Beside the settings, not in them: they stay plain data.
const places = new WeakMap<Settings, SettingsPlace>();

/** Keeps the place of settings for as long as they live, so that later checks can name it. */
export function rememberPlace(settings: Settings, place: SettingsPlace): void {
  places.set(settings, place);
}

/** The place that was remembered, or `undefined` for settings that were made by hand. */
export function placeOf(settings: Settings): SettingsPlace | undefined {
  return places.get(settings);
}
