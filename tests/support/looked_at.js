// Runs in a copy of a report's page: what a reader would see collide or stick out.
const isShown = (element) =>
  getComputedStyle(element).visibility === "visible" &&
  !element.closest(".unseen") &&
  !element.closest("details:not([open])") &&
  (!element.closest("thead") || getComputedStyle(element.closest("thead")).position !== "absolute");

const texts = () => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest("script, style, title, svg") || !isShown(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width > 1) found.push({ words: node.data.trim(), parent, box });
    }
  }
  return found;
};

const collisions = (all) => {
  const found = [];
  for (let i = 0; i < all.length; i++) {
    for (let k = i + 1; k < all.length; k++) {
      const [one, other] = [all[i], all[k]];
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      // Line boxes may overlap by the air above and below their letters.
      if (across > 0.5 && down > 0.45 * Math.min(one.box.height, other.box.height)) {
        found.push(`${one.words} / ${other.words}`);
      }
    }
  }
  return found;
};

addEventListener("load", async () => {
  const all = texts();
  const out = all.filter((each) => !each.parent.closest(".scroll"))
    .filter((each) => each.box.right > innerWidth + 0.5 || each.box.left < -0.5)
    .map((each) => each.words);
  const cells = all.filter((each) => each.parent.closest("td, tbody th"))
    .filter((each) => !each.parent.closest(".scroll"))
    .filter((each) => each.box.width > each.parent.closest("td, tbody th").getBoundingClientRect().width + 0.5)
    .map((each) => each.words);
  const violations = typeof axe === "undefined" ? [] :
    (await axe.run(document, { iframes: false })).violations
      .map((each) => `${each.id}: ${each.nodes.slice(0, 2).map((node) => node.html.slice(0, 120)).join(" | ")}`);
  parent.postMessage(JSON.stringify({
    name: NAME, innerWidth, scrollWidth: document.documentElement.scrollWidth,
    collisions: collisions(all), out, cells, violations, texts: all.length,
    requested: performance.getEntriesByType("resource").map((each) => each.name)
      .filter((each) => !each.endsWith("axe.js")),
  }), "*");
});
