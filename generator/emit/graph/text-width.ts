/** Letters that take less or more room than others, in parts of the font's size. */
const narrow = /[iljtfrI1.,:;'|!()[\]{}/ ]/;
const wide = /[mwMW@%—…]/;

/** About how wide a text is in a usual sans-serif font; rather too wide than too narrow. */
export function textWidth(text: string, fontSize: number): number {
  let parts = 0;
  for (const letter of text) {
    const point = letter.codePointAt(0) ?? 0;
    if (point > 0x1100) parts += 1.05;
    else if (narrow.test(letter)) parts += 0.36;
    else if (wide.test(letter)) parts += 0.95;
    else parts += /\p{Lu}|[_\d]/u.test(letter) ? 0.7 : 0.59;
  }
  return Math.ceil(parts * fontSize);
}
