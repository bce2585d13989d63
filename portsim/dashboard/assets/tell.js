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
