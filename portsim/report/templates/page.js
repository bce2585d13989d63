"use strict";
(async () => {
  const boxes = Array.from(document.querySelectorAll(".plot"));
  const byId = id => document.getElementById(id);
  const specOf = box => JSON.parse(document.querySelector(`[data-spec="${box.dataset.figure}"]`).textContent);
  byId("print").addEventListener("click", () => window.print());
  let drawn = 0;
  try {
    const packed = Uint8Array.from(atob(byId("plotly-packed").textContent), letter => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    const script = document.createElement("script");
    script.textContent = await new Response(stream).text();
    document.head.appendChild(script);
    const config = Object.assign(PLOT_CONFIG, { responsive: true });
    for (const box of boxes) {
      try {
        const spec = specOf(box);
        delete spec.layout.width;
        spec.layout.autosize = true;
        await Plotly.newPlot(box, spec.data, spec.layout, config);
        drawn += 1;
      } catch (error) {
        console.error(error);
        box.hidden = true;
        box.parentElement.querySelector(".failed").hidden = false;
      }
    }
    const FULL = 540, PRINTED = 430, PAPER = 690;
    const resize = paper => boxes.forEach(box => {
      if (!box.data) return;
      const own = specOf(box).layout.height, height = paper && own === FULL ? PRINTED : own;
      box.style.height = height + "px";
      Plotly.relayout(box, paper ? { width: PAPER, height } : { width: null, height, autosize: true });
    });
    const folded = Array.from(document.querySelectorAll("details")).filter(part => !part.querySelector("#table-inputs"));
    window.addEventListener("beforeprint", () => { folded.forEach(part => { part.dataset.was = part.open; part.open = true; }); resize(true); });
    window.addEventListener("afterprint", () => { folded.forEach(part => { part.open = part.dataset.was === "true"; }); resize(false); });
  } catch (error) {
    byId("no-figures").hidden = false;
    boxes.forEach(box => { box.parentElement.hidden = true; });
  }
  document.documentElement.dataset.drawn = String(drawn);
})();
