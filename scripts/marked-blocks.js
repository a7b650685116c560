/** A text with what stands between `<!-- MARK -->` and `<!-- /MARK -->` replaced, for every mark in `blocks`. */
export function filled(text, blocks) {
  return Object.entries(blocks).reduce((whole, [mark, content]) => {
    const [open, close] = [`<!-- ${mark} -->`, `<!-- /${mark} -->`];
    const [from, to] = [whole.indexOf(open), whole.indexOf(close)];
    if (from < 0 || to < from) throw new Error(`there is no ${open} with its end`);
    return `${whole.slice(0, from)}${open}\n\n${content}\n\n${whole.slice(to)}`;
  }, text);
}
