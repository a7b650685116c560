import type { Spec } from './style.js';

/**
 * The plot as an SVG document; the same specification gives the same bytes, in whatever order plots are drawn.
 *
 * Vega is loaded at the first call. It estimates how wide letters are, unless somebody installed the package `canvas`
 * beside it, which moves margins by pixels.
 */
export async function svgOf(spec: Spec): Promise<string> {
  const { compile } = await import('vega-lite');
  const vega = await import('vega');
  const { spec: compiled } = compile(spec as unknown as Parameters<typeof compile>[0]);
  const view = new vega.View(vega.parse(compiled), { renderer: 'none' });
  try {
    return `${renumber(await view.toSVG())}\n`;
  } finally {
    view.finalize();
  }
}

/** Vega counts the ids of clip paths and gradients on from one drawing to the next; here each begins at 0. */
function renumber(svg: string): string {
  const numbers = new Map<string, number>();
  return svg.replace(
    /(id="|url\(#)(clip|gradient_)(\d+)/g,
    (_, before: string, kind: string, number: string) => {
      const id = kind + number;
      if (!numbers.has(id)) numbers.set(id, numbers.size);
      return `${before}${kind}${String(numbers.get(id))}`;
    },
  );
}
