/** Where mail goes. */
export default interface Address {
  user: string;
  host: string;
}
