import { BaseModule } from "mqant";

/**
 * When something is due.
 * @typedef {object} Alarm
 * @property {string} name
 * @property {Date} at
 * @property {number} [snoozeMs]
 */

/** Written in JavaScript, with its types in comments. */
export class Clock extends BaseModule {
  /** @override */
  getType() {
    return "Clock";
  }

  /**
   * @override
   * @param {import("mqant").App} app
   * @param {import("mqant").ModuleSettings} settings
   */
  async onInit(app, settings) {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Set", this.set);
    this.server.registerGO("until", this.until);
  }

  /**
   * Sets an alarm.
   * @param {import("mqant").Session} _session
   * @param {Alarm} alarm
   * @returns {Promise<Alarm>}
   */
  async set(_session, alarm) {
    return alarm;
  }

  /**
   * @param {Date} at
   * @param {"ms" | "s"} [unit]
   * @returns {number}
   */
  until(at, unit = "ms") {
    return (at.getTime() - Date.now()) / (unit === "s" ? 1000 : 1);
  }
}
