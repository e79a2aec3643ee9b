"""What a layout must keep whatever the size of its letters: nothing over something else."""

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

OVERLAPS = """
() => {
  const shown = one => one.checkVisibility({ visibilityProperty: true });
  const known = new Map();
  const hidden = one => {
    if (!one) return false;
    if (!known.has(one)) {
      known.set(one, one.matches('.skip-link') || getComputedStyle(one).clipPath !== 'none'
                     || hidden(one.parentElement));
    }
    return known.get(one);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const boxes = [];
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim() || !shown(parent) || parent.closest('svg') || hidden(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      // A line box may reach into the line next to it; letters fill about two thirds of it.
      const spare = box.height / 5;
      if (box.width > 1) {
        boxes.push({ node, left: box.left + 1, right: box.right - 1,
                     top: box.top + spare, bottom: box.bottom - spare });
      }
    }
  }
  boxes.sort((one, other) => one.top - other.top);
  const found = [];
  boxes.forEach((one, at) => {
    for (let next = at + 1; next < boxes.length && boxes[next].top < one.bottom; next++) {
      const other = boxes[next];
      if (one.node !== other.node && one.left < other.right && other.left < one.right) {
        found.push(`${one.node.data.trim().slice(0, 40)} / ${other.node.data.trim().slice(0, 40)}`);
      }
    }
  });
  return found.slice(0, 5);
}
"""
"""Pairs of texts that are printed over each other."""

SMALL_TARGETS = """
() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
  .filter(one => one.checkVisibility({ visibilityProperty: true }))
  .filter(one => !one.matches('.skip, [type=hidden]'))
  .map(one => [one, (getComputedStyle(one, '::after').position === 'absolute'
                     ? one.offsetParent : one).getBoundingClientRect()])
  .filter(([one, box]) => box.width > 0 && Math.min(box.width, box.height) < 24)
  .filter(([one]) => {
    // A link inside a sentence is as high as its line (WCAG 2.5.8, exception "Inline").
    const around = one.closest('sup')?.parentElement ?? one.parentElement;
    const words = around.textContent.replace(one.textContent, '').trim();
    return !(getComputedStyle(one).display === 'inline' && words);
  })
  .map(([one, box]) => `${box.width} x ${box.height}: ${one.outerHTML.slice(0, 90)}`)
"""
"""What is to be pressed, stands alone and is smaller than 24 by 24 pixels."""
