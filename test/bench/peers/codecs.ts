import { Encoder } from "cbor-x";
import { Packr } from "msgpackr";
import { generalCodec, type Codec } from "../codecs/codec.ts";

/** Each message stands for itself: no structures that both sides would have to agree on before. */
export const codecs: Record<string, Codec> = {
  msgpackr: msgpackr(false),
  // The names of properties are said once a message.
  "msgpackr-records": msgpackr(true),
  "cbor-x": cbor(),
};

function msgpackr(useRecords: boolean): Codec {
  const packr = new Packr({ useRecords });
  return generalCodec(
    (message) => packr.pack(message),
    (bytes) => packr.unpack(bytes) as unknown,
  );
}

function cbor(): Codec {
  const encoder = new Encoder({ useRecords: false });
  return generalCodec(
    (message) => encoder.encode(message),
    (bytes) => encoder.decode(bytes) as unknown,
  );
}
