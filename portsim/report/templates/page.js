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
    const resize = width => boxes.forEach(box => { if (box.data) Plotly.relayout(box, width ? { width } : { width: null, autosize: true }); });
    window.addEventListener("beforeprint", () => { document.querySelectorAll("details").forEach(part => { part.dataset.was = part.open; part.open = true; }); resize(690); });
    window.addEventListener("afterprint", () => { document.querySelectorAll("details").forEach(part => { part.open = part.dataset.was === "true"; }); resize(0); });
  } catch (error) {
    byId("no-figures").hidden = false;
    boxes.forEach(box => { box.parentElement.hidden = true; });
  }
  document.documentElement.dataset.drawn = String(drawn);
})();
