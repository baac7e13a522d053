export interface Message {
  text: string;
}
