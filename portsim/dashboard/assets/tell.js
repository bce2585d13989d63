"use strict";
window.dash_clientside = Object.assign({}, window.dash_clientside, {
  portsim: {
    // The language and the title of the page are not part of what Dash draws.
    tell: told => {
      if (told) {
        const root = document.documentElement;
        if (root.dataset.page && root.dataset.page !== told.page) window.scrollTo(0, 0);
        root.lang = told.lang;
        root.dataset.page = told.page;
        document.title = told.title;
      }
      return "";
    },
  },
});

// plotly.js gives up the move of an animation that is stopped without a reason; that is no error.
window.addEventListener("unhandledrejection", event => { if (event.reason === undefined) event.preventDefault(); });

// On paper figures are as wide as the paper, not as the screen.
(() => {
  const PAPER = 690;
  const plots = () => Array.from(document.querySelectorAll(".js-plotly-plot"));
  window.addEventListener("beforeprint", () => plots().forEach(plot => window.Plotly.relayout(plot, { width: PAPER, autosize: false })));
  window.addEventListener("afterprint", () => plots().forEach(plot => window.Plotly.relayout(plot, { width: null, autosize: true })));
})();
