/// <reference lib="dom" />

/** What is wrong with the page as it is drawn. Runs in the browser, so that it may use nothing from outside. */
export function look(): readonly string[] {
  const rectOf = (element: Element) => element.getBoundingClientRect();
  const nameOf = (element: Element) => `${element.tagName} ${element.textContent.trim().slice(0, 40)}`;
  const isWithin = (inner: DOMRect, outer: DOMRect) =>
    inner.left >= outer.left - 0.5 &&
    inner.right <= outer.right + 0.5 &&
    inner.top >= outer.top - 0.5 &&
    inner.bottom <= outer.bottom + 0.5;
  const isOverlap = (a: DOMRect, b: DOMRect) =>
    a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
  const all = (selector: string, root: ParentNode = document) => [...root.querySelectorAll(selector)];
  const overlaps = (elements: readonly Element[]) => {
    const rects = elements.map((element) => ({ element, rect: rectOf(element) }));
    return rects.flatMap(({ element, rect }, index) =>
      rects
        .slice(index + 1)
        .filter((other) => isOverlap(rect, other.rect))
        .map((other) => `${nameOf(element)} overlaps ${nameOf(other.element)}`),
    );
  };
  const outside = (elements: readonly Element[], outer: Element) =>
    elements.filter((it) => !isWithin(rectOf(it), rectOf(outer))).map((it) => `${nameOf(it)} is cut off`);

  for (const details of all('details')) details.setAttribute('open', '');
  const isNarrow = window.innerWidth <= 768;
  const frames = isNarrow ? '.drawing, .drawing *' : '.wide, .wide *';
  const blocks = all('main, main *').filter((element) => !element.matches(`${frames}, thead, thead *`));
  return [
    ...(document.documentElement.scrollWidth > window.innerWidth ? ['the page scrolls sideways'] : []),
    ...blocks
      .filter(
        (element) =>
          rectOf(element).right > window.innerWidth ||
          (element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1),
      )
      .map((element) => `${nameOf(element)} is too wide`),
    ...all('.drawing > svg').flatMap((drawing) => [
      ...overlaps(all('.box', drawing)),
      ...outside(all('.box', drawing), drawing),
    ]),
    ...all('.box').flatMap((box) => [
      ...outside(all('text', box), box),
      ...overlaps(all(':scope > text', box)),
      ...all('g', box).flatMap((row) => overlaps(all('text', row))),
    ]),
  ];
}
