/** An IP address as people write it: on sockets that speak both, IPv4 comes inside of IPv6. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/u, "");
}
