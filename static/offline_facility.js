// One facility from the forecast that the service worker keeps. The server's evaluator judged
// every minute of it; here the segment of a minute is only looked up. All text by textContent.
"use strict";

(function (finder) {
  const article = document.getElementById("facility");
  const id = decodeURIComponent(location.pathname.split("/").pop());
  const language = document.documentElement.lang;
  const at = new URLSearchParams(location.search).get("at") || "";
  const atMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(at) ? Date.parse(at + ":00+08:00") : NaN;
  const DAY_MIN = 1440;
  const shownMs = () => Number.isNaN(atMs) ? Date.now() : atMs;

  function moment(ms, options) {
    return new Intl.DateTimeFormat(language, { timeZone: "Asia/Shanghai", ...options }).format(ms);
  }

  // Writes a fact and shows it with its name, or leaves both hidden.
  function write(name, value) {
    const element = article.querySelector('[data-fact="' + name + '"]');
    if (value === undefined || value === null || value === "") { return; }
    element.textContent = value;
    element.hidden = false;
    const dd = element.closest("dd");
    if (dd) { dd.hidden = dd.previousElementSibling.hidden = false; }
    // Only schemes that a link of the page itself would have.
    if ("scheme" in element.dataset) {
      const href = element.dataset.scheme + String(value).replace(/\s/g, "");
      if (/^(tel:|https?:\/\/)/.test(href)) { element.href = href; }
    }
  }

  function showStatus(facility, name) {
    const ms = shownMs();
    const minute = Math.floor(ms / 60000);
    const status = finder.reaches(minute)
      ? finder.statusAt(facility, minute) : { rank: 2, text: article.dataset.expired };
    article.className = "detail rank-" + status.rank;
    write("text", status.text);
    // Sweden writes dates as ISO 8601 does.
    const [date, clock] = new Date(ms).toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" }).split(" ");
    write("when", date + " " + moment(ms, { weekday: "short" }) + " " + clock.slice(0, 5));
    document.getElementById("not-now").hidden = Number.isNaN(atMs);
    document.title = name + "·" + status.text;
  }

  function part(className, text) {
    const element = document.createElement("span");
    element.className = className;
    element.textContent = text;
    return element;
  }

  function showDays(forecast, timeline) {
    const today = Math.floor((Math.floor(shownMs() / 60000) - forecast.start) / DAY_MIN);
    const rows = timeline.days.map((text, day) => {
      const row = document.createElement("tr");
      const head = document.createElement("th");
      const cell = document.createElement("td");
      const noon = (forecast.start + day * DAY_MIN + DAY_MIN / 2) * 60000;
      const note = forecast.day_notes[day];
      head.scope = "row";
      head.append(part("weekday", moment(noon, { weekday: "short" })), " ",
        part("date", moment(noon, { month: "short", day: "numeric" })));
      if (note) { head.append(part("day", note)); }
      cell.textContent = forecast.texts[text];
      if (day === today) { row.className = "today"; }
      row.append(head, cell);
      return row;
    });
    // What has passed needs no row, and beyond the last one nothing is known.
    document.getElementById("days").replaceChildren(...rows.slice(Math.max(0, today)));
  }

  function show(forecast) {
    const facility = forecast.facilities.find((one) => one.id === id);
    if (!facility) { throw new Error(id); }
    const timeline = forecast.timelines[facility.timeline];
    const name = facility.title || facility.name;
    const services = article.querySelector('[data-fact="services"]');
    const wheelchair = article.querySelector('[data-fact="wheelchair"]');
    write("name", name);
    write("about", [facility.kind_name, facility.town].filter(Boolean).join("·"));
    for (const fact of ["notice", "address", "accuracy", "phone", "hours", "published", "website",
      "verified", "source"]) {
      write(fact, facility[fact]);
    }
    write("services", (facility.services || []).join(services.dataset.between));
    write("wheelchair", wheelchair.dataset[facility.wheelchair]);
    const update = () => {
      showStatus(facility, name);
      showDays(forecast, timeline);
    };
    update();
    setInterval(update, 15000);
    document.getElementById("found").hidden = false;
  }

  finder.loadForecast(article.dataset.forecast)
    .then(show)
    .catch(() => {
      const failed = document.getElementById("failed");
      failed.textContent = article.dataset.unknown;
      failed.hidden = false;
    })
    .finally(() => { document.documentElement.dataset.ready = "1"; });
})(window.finder);
