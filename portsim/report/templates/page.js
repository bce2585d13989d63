"use strict";
(async () => {
  const boxes = Array.from(document.querySelectorAll(".plot"));
  const byId = id => document.getElementById(id);
  const unpacked = async id => {
    const packed = Uint8Array.from(atob(byId(id).textContent), letter => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  };
  byId("print").addEventListener("click", () => window.print());
  let drawn = 0;
  try {
    const figures = JSON.parse(await unpacked("figures-packed"));
    // the numbers come out of the page itself, so that it can be sent alone; without scripts the link leads to the file
    document.querySelectorAll("[data-csv]").forEach(link => {
      const text = "\ufeff" + figures[link.dataset.csv].csv;
      link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
    });
    const heights = {};
    const script = document.createElement("script");
    script.textContent = await unpacked("plotly-packed");
    document.head.appendChild(script);
    const config = Object.assign(PLOT_CONFIG, { responsive: true });
    for (const box of boxes) {
      try {
        const spec = figures[box.dataset.figure].spec;
        heights[box.dataset.figure] = spec.layout.height;
        delete spec.layout.width;
        spec.layout.autosize = true;
        await Plotly.newPlot(box, { data: spec.data, layout: spec.layout, config, frames: spec.frames || [] });
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
      // drawn anew, the flows of a Sankey diagram would still be growing when the page is printed
      if (box.data.some(trace => trace.type === "sankey")) {
        box.style.zoom = paper ? String(Math.min(1, PAPER / box.clientWidth)) : "";
        return;
      }
      const own = heights[box.dataset.figure], height = paper && own === FULL ? PRINTED : own;
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
