/**
 * Whether a text is a topic filter that MQTT 3.1.1 allows (sections 4.7.1 and 4.7.3).
 */
export function isTopicFilter(filter: string): boolean {
  // [MQTT-4.7.3-1] At least one character; [MQTT-4.7.3-2] no NUL.
  if (filter === "" || filter.includes("\0")) return false;
  const levels = filter.split("/");
  return levels.every((level, index) => {
    // [MQTT-4.7.1-2] "#" stands alone in the last level.
    if (level.includes("#")) return level === "#" && index === levels.length - 1;
    // [MQTT-4.7.1-3] "+" has its level to itself.
    return !level.includes("+") || level === "+";
  });
}
