/** Saves a drawing as a file that shows the same elsewhere: what the style sheet says is written into each element. */
const properties = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'dominant-baseline', 'opacity'] as const;

export function saveSvg(drawing: SVGSVGElement, name: string): void {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const copies = [...copy.querySelectorAll('*')];
  for (const [index, element] of [...drawing.querySelectorAll('*')].entries()) {
    copies[index]?.removeAttribute('class');
    copies[index]?.removeAttribute('style');
    if (!element.matches('path, rect, text')) continue;
    const style = getComputedStyle(element);
    for (const property of properties) copies[index]?.setAttribute(property, style.getPropertyValue(property));
  }
  copy.removeAttribute('style');
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const background = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  background.setAttribute('width', '100%');
  background.setAttribute('height', '100%');
  background.setAttribute('fill', getComputedStyle(document.body).backgroundColor);
  copy.prepend(background);
  // The addresses in it mean something on this machine only.
  for (const link of copy.querySelectorAll('a')) link.removeAttribute('href');
  const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
