// The list as it is at each minute: statuses, filters, order and headline, without a new request.
"use strict";

(function (finder) {
  const box = document.getElementById("facilities");
  if (!box) { return; }
  const form = document.getElementById("ask");
  const words = JSON.parse(box.dataset.words);
  const blank = document.getElementById("row").content.firstElementChild;
  const groups = [...box.querySelectorAll(".group")];
  const rows = new Map();
  const MOST_ROWS = new URLSearchParams(location.search).has("all") ? Infinity : words.most_rows;
  let shownFor = null;
  for (const row of box.querySelectorAll(".facility")) { rows.set(row.dataset.id, row); }

  // --- distances ---------------------------------------------------------------------------

  // Metres between two near positions on the WGS-84 ellipsoid: its two radii of curvature at the
  // middle latitude. Over a district this is within a metre or two of the geodesic.
  finder.distanceM = function (lat1, lon1, lat2, lon2) {
    const rad = Math.PI / 180;
    const sine = Math.sin(((lat1 + lat2) / 2) * rad);
    const curve = 1 - 0.00669437999014 * sine * sine;
    const parallel = 6378137 / Math.sqrt(curve);
    const meridian = (parallel * (1 - 0.00669437999014)) / curve;
    const north = (lat2 - lat1) * rad * meridian;
    const east = (lon2 - lon1) * rad * parallel * Math.sqrt(1 - sine * sine);
    return Math.hypot(north, east);
  };

  const filled = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  finder.distanceText = (metres) => metres < 995
    ? filled(words.metres, { metres: Math.max(10, Math.round(metres / 10) * 10) })
    : filled(words.km, { km: (metres / 1000).toFixed(1).replace(/\.0$/, "") });

  // --- what is asked -----------------------------------------------------------------------

  function asked() {
    const given = new FormData(form);
    return {
      text: (given.get("q") || "").trim(),
      open: given.has("open"),
      arriving: given.has("arriving"),
      kinds: given.getAll("kind"),
      services: given.getAll("service"),
      town: given.get("town") || "",
      at: given.get("at") || "",
    };
  }

  // A time without a zone is Beijing's, wherever the phone is.
  const minuteOf = (at) => Math.floor(Date.parse(at + "+08:00") / 60000);

  function view(facility, minute, question) {
    const located = facility.lat !== null && facility.lat !== undefined;
    if (!located && !question.text) { return null; }
    if (question.kinds.length && !question.kinds.includes(facility.kind)) { return null; }
    if (question.town && facility.town !== question.town) { return null; }
    const offered = facility.services || [];
    if (!question.services.every((service) => offered.includes(service))) { return null; }
    if (!finder.matches(facility, question.text)) { return null; }
    const status = finder.statusAt(facility, minute);
    const away = located && finder.here
      ? finder.distanceM(finder.here.lat, finder.here.lon, facility.lat, facility.lon) : null;
    const walk = away === null ? 0 : Math.ceil((away * words.detour) / words.m_per_min);
    const later = away !== null && finder.reaches(minute + walk)
      ? finder.statusAt(facility, minute + walk) : null;
    return { facility: facility, status: status, away: away, walk: walk, later: later };
  }

  function isWanted(one, question) {
    if (question.open && one.status.rank > 1) { return false; }
    return !question.arriving || (one.later || one.status).rank === 0;
  }

  function awayText(one) {
    if (one.away === null) { return ""; }
    const error = one.facility.error_m || 0;
    if (one.away < error) { return filled(words.within, { away: finder.distanceText(error) }); }
    const away = finder.distanceText(one.away);
    return error ? filled(words.about, { away: away }) : away;
  }

  // The sentences and their order are those of finder/arrival.py and finder/list_page.py; the
  // states are the server's.
  function wayText(one) {
    if (one.away === null || one.away < (one.facility.error_m || 0)) { return ""; }
    const ride = Math.ceil((one.away * words.detour) / words.cycle_m_per_min);
    const said = [];
    if (one.walk <= words.longest_way_min) {
      const values = { minutes: one.walk, left: one.later ? one.later.left : null };
      said.push(filled(words[arrivalCase(one)], values));
    }
    if (one.walk > words.long_walk_min && ride <= words.longest_way_min) {
      said.push(filled(words.cycle, { minutes: ride }));
    }
    return said.join("·");
  }

  // Whoever walks there now comes to shut doors.
  const isUrgent = (one) => one.away !== null
    && ["before", "last_entry"].includes(arrivalCase(one)) && one.status.rank === 0;

  function arrivalCase(one) {
    const now = one.status.rank;
    const then = one.later ? one.later.rank : null;
    if (then === 0) {
      if (one.later.left !== null && one.later.left <= words.short_stay_min) { return "left"; }
      return now === 0 ? "plain" : "opens";
    }
    if (then === 1) { return "last_entry"; }
    return now <= 1 && then === 3 ? "before" : "plain";
  }

  // --- what is shown -----------------------------------------------------------------------

  const set = (row, name, text) => {
    const element = row.querySelector("." + name);
    if (element.textContent !== text) { element.textContent = text; }
  };

  function rowOf(one, at) {
    const facility = one.facility;
    let row = rows.get(facility.id);
    if (!row) {
      row = blank.cloneNode(true);
      row.dataset.id = facility.id;
      set(row, "name", facility.title || facility.name);
      const town = facility.town_name || facility.town;
      set(row, "about", [facility.kind_name, town].filter(Boolean).join("·"));
      set(row, "rough", facility.accuracy || (one.away === null && !facility.lat ? words.unlocated : ""));
      rows.set(facility.id, row);
    }
    const page = box.dataset.page.replace("ID", encodeURIComponent(facility.id));
    row.querySelector(".card").href =
      at ? page + (page.includes("?") ? "&" : "?") + "at=" + encodeURIComponent(at) : page;
    row.className = "facility rank-" + one.status.rank
      + (row.classList.contains("selected") ? " selected" : "");
    set(row, "text", one.status.text);
    set(row, "away", awayText(one));
    set(row, "way", wayText(one));
    row.querySelector(".way").classList.toggle("urgent", isUrgent(one));
    return row;
  }

  function place(shown, at) {
    const focused = document.activeElement;
    groups.forEach((group, rank) => {
      const wanted = shown.filter((one) => one.status.rank === rank);
      const list = group.querySelector("ol");
      const elements = wanted.map((one) => rowOf(one, at));
      const same = elements.length === list.children.length
        && elements.every((row, index) => row === list.children[index]);
      if (!same) { list.replaceChildren(...elements); }
      group.querySelector(".number").textContent = String(wanted.length);
      group.hidden = !wanted.length;
    });
    if (focused && box.contains(focused) && focused !== document.activeElement) { focused.focus(); }
  }

  function headline(shown, question) {
    const count = shown.filter((one) => one.status.rank === 0).length;
    const title = filled(question.at ? words.then : words.now, { count: count });
    const heading = document.getElementById("answer");
    if (heading.textContent.trim() !== title) { heading.textContent = title; }
    const spoken = document.getElementById("count");
    if (shownFor !== null && spoken.textContent !== title) { spoken.textContent = title; }
  }

  function stamp(minute, question) {
    const asof = document.getElementById("asof");
    const moment = new Date((minute + 480) * 60000);
    const iso = moment.toISOString();
    const time = asof.querySelector("time");
    time.dateTime = iso.slice(0, 16) + ":00+08:00";
    time.textContent =
      `${iso.slice(0, 10)} ${words.weekdays[(moment.getUTCDay() + 6) % 7]} ${iso.slice(11, 16)}`;
    asof.classList.toggle("not-now", Boolean(question.at));
    asof.querySelector("strong").hidden = !question.at;
    asof.querySelector("a").hidden = !question.at;
    for (const link of document.querySelectorAll("#times a")) {
      // A page left open, or kept, has times that are over.
      link.hidden = Boolean(link.dataset.at) && minuteOf(link.dataset.at) < finder.nowMinute();
      if ((link.dataset.at || "") === question.at) { link.setAttribute("aria-current", "true"); }
      else { link.removeAttribute("aria-current"); }
    }
  }

  const isOffline = () => document.documentElement.dataset.offline === "1";

  // Without a network nobody can be asked about a minute that the kept data do not reach.
  function expire(minute, question) {
    place([], question.at);
    document.getElementById("answer").textContent = words.expired;
    document.getElementById("empty").hidden = true;
    stamp(minute, question);
    finder.shown = [];
    document.dispatchEvent(new CustomEvent("finder:shown"));
    return true;
  }

  // Shows what the form asks, at this minute; false where the server has to be asked.
  finder.show = function () {
    const question = asked();
    const minute = question.at ? minuteOf(question.at) : finder.nowMinute();
    if (!finder.reaches(minute)) { return isOffline() && expire(minute, question); }
    const views = finder.forecast.facilities.map((one) => view(one, minute, question)).filter(Boolean);
    const shown = views.filter((one) => isWanted(one, question));
    shown.sort((a, b) => a.status.rank - b.status.rank
      || (a.away === null) - (b.away === null) || a.away - b.away);
    place(shown.slice(0, MOST_ROWS), question.at);
    headline(shown, question);
    stamp(minute, question);
    document.getElementById("empty").hidden = shown.length > 0;
    shownFor = minute;
    finder.shown = shown;
    document.dispatchEvent(new CustomEvent("finder:shown"));
    return true;
  };

  // --- when it is shown anew -----------------------------------------------------------------

  function changed() {
    if (!finder.show()) { form.requestSubmit(); return; }
    finder.keepAddress();
  }
  finder.changed = changed;

  // The address asks what the form asks, and so does the page in another language or size.
  finder.keepAddress = function () {
    const address = new URLSearchParams(new FormData(form));
    for (const [name, value] of [...address]) { if (!value) { address.delete(name); } }
    history.replaceState(null, "", address.size ? "?" + address : location.pathname);
    for (const link of document.querySelectorAll(".ways a")) {
      const there = new URL(link.href);
      const asks = new URLSearchParams(address);
      for (const name of ["lang", "elder"]) {
        asks.delete(name);
        if (there.searchParams.has(name)) { asks.set(name, there.searchParams.get(name)); }
      }
      there.search = String(asks);
      link.href = there.href;
    }
  };

  function minutely() {
    if (document.hidden || shownFor === null) { return; }
    if (document.getElementById("at").value) { return; }
    const now = finder.nowMinute();
    const today = Math.floor((now - finder.forecast.start) / 1440);
    if (today !== 0) { finder.loadForecast(box.dataset.forecast).then(finder.show); }
    else if (now !== shownFor) { finder.show(); }
  }

  // A page that was kept for no network has a blank form, whatever its address asks.
  function restore() {
    const given = new URLSearchParams(location.search);
    for (const field of form.elements) {
      if (!field.name || !given.has(field.name)) { continue; }
      if (field.type === "checkbox") {
        field.checked = given.getAll(field.name).join(",").split(",").includes(field.value);
      } else if (field.type !== "hidden") { field.value = given.get(field.name); }
    }
  }

  async function start() {
    if (document.documentElement.dataset.offline) { restore(); }
    if (box.dataset.lat) {
      finder.here = { lat: Number(box.dataset.lat), lon: Number(box.dataset.lon) };
    }
    if (!box.dataset.forecast) { document.documentElement.dataset.ready = "1"; return; }
    await finder.loadForecast(box.dataset.forecast);
    if (finder.forecast) {
      finder.show();
      form.addEventListener("change", changed);
      form.addEventListener("submit", (event) => {
        if (finder.show()) { event.preventDefault(); finder.keepAddress(); }
      });
      let typing = 0;
      document.getElementById("q").addEventListener("input", () => {
        clearTimeout(typing);
        // Where the server has to be asked, it is asked when all is typed.
        typing = setTimeout(() => { if (finder.show()) { finder.keepAddress(); } }, 150);
      });
      document.addEventListener("visibilitychange", minutely);
      setInterval(minutely, 5000);
      followTimes();
    }
    document.documentElement.dataset.ready = "1";
    document.dispatchEvent(new CustomEvent("finder:ready"));
  }

  function followTimes() {
    const at = document.getElementById("at");
    const links = [...document.querySelectorAll("#times a"), document.querySelector("#asof a")];
    for (const link of links) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        at.value = link.dataset.at || "";
        changed();
      });
    }
  }

  finder.words = words;
  start();
})(window.finder);
