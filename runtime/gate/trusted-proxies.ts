import { BlockList, isIP } from "node:net";

/** The proxies in front of a gate whose word about where a client comes from is taken. */
export class TrustedProxies {
  readonly #list = new BlockList();

  /** @param addresses - Such as `"10.0.0.1"` or `"10.0.0.0/8"`; each has to be {@link isAddressRange}. */
  constructor(addresses: readonly string[]) {
    for (const range of addresses) {
      const [address = "", bits] = range.split("/");
      const family = familyOf(address);
      if (bits === undefined) this.#list.addAddress(address, family);
      else this.#list.addSubnet(address, Number(bits), family);
    }
  }

  has(address: string): boolean {
    return isIP(address) !== 0 && this.#list.check(address, familyOf(address));
  }

  /**
   * Where a client comes from: the last address in `X-Forwarded-For` that is no proxy of ours. Those before
   * it are what somebody else has said, and are not believed.
   *
   * @param peer - Where its socket comes from.
   */
  clientOf(peer: string, forwardedFor: string | undefined): string {
    let client = peer;
    const hops = (forwardedFor ?? "").split(",").map((hop) => hop.trim());
    while (this.has(client)) {
      const hop = hops.pop();
      if (hop === undefined || isIP(hop) === 0) break;
      client = hop;
    }
    return client;
  }
}

/** Whether a text is an IP address, or a range of them such as `"10.0.0.0/8"`. */
export function isAddressRange(text: string): boolean {
  const [address = "", bits, ...others] = text.split("/");
  const version = isIP(address);
  if (version === 0 || others.length > 0) return false;
  return bits === undefined || (/^\d+$/u.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}
