// What the server's evaluator said of the next two weeks, looked up by the minute. Nothing here
// judges opening hours: a segment's text and rank are the server's, only its minutes count down.
"use strict";

window.finder = window.finder || {};

(function (finder) {
  let held = null;
  // How far this device's clock is from the server's, in ms; 0 until a fresh answer says.
  let skewMs = 0;

  finder.nowMinute = () => Math.floor((Date.now() + skewMs) / 60000);

  // Fetches the forecast; resolves to it, or to null where there is none to be had.
  finder.loadForecast = async function (address) {
    try {
      const answer = await fetch(address);
      if (!answer.ok) { return held; }
      const date = answer.headers.get("Date");
      if (date && !answer.headers.has("Finder-Kept")) { skewMs = Date.parse(date) - Date.now(); }
      held = await answer.json();
      for (const timeline of held.timelines) { timeline.segments = placed(timeline.segments); }
      finder.forecast = held;
      return held;
    } catch {
      return held;
    }
  };

  // Segments with the minutes from the start of the forecast at which they start and change.
  function placed(segments) {
    let start = 0;
    return segments.map(([since, rank, text, left]) => {
      start += since;
      return [start, rank, text, left === null ? null : start + left];
    });
  }

  // Whether the forecast reaches a minute (unix minutes).
  finder.reaches = (minute) => held !== null
    && minute >= held.start && minute < held.start + held.days * 1440;

  // The status of a facility of the forecast: its rank, its text, and the minute it changes at.
  finder.statusAt = function (facility, minute) {
    const segments = held.timelines[facility.timeline].segments;
    const wanted = minute - held.start;
    let low = 0;
    let high = segments.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (segments[middle][0] <= wanted) { low = middle; } else { high = middle - 1; }
    }
    const [, rank, text, until] = segments[low];
    const left = until === null ? null : until - wanted;
    return { rank: rank, left: left, text: held.texts[text].replace("{n}", String(left)) };
  };

  // --- search: the rules are written down in finder/matching.py ------------------------------

  const CHINESE = /^[\u3005-\u3007\u3400-\u9fff\u{20000}-\u{3ffff}]/u;
  const TERM =
    /[\u3005-\u3007\u3400-\u9fff\u{20000}-\u{3ffff}]+|(?:(?![\u3005-\u3007\u3400-\u9fff\u{20000}-\u{3ffff}])[\p{L}\p{N}])+/gu;

  const folded = (text) => text.normalize("NFKD").replace(/u\u0308/gi, "v")
    .replace(/\p{Mn}/gu, "").replace(/['’‘ʼ`]/g, "").toLowerCase();

  function searchable(facility) {
    if (!facility.searchable) {
      const written = [facility.name, facility.town, facility.address, ...(facility.services || [])];
      const runs = [];
      for (const field of facility.syllables.split("|")) {
        const parts = field.split(" ");
        parts.forEach((_, start) => {
          const rest = parts.slice(start);
          runs.push(rest.join(""), rest.map((part) => [...part][0]).join(""));
        });
      }
      const chinese = [...written.filter(Boolean).map(folded), facility.syllables].join("|");
      facility.searchable = { chinese: chinese, runs: runs };
    }
    return facility.searchable;
  }

  // Whether a term of three characters or more has them all in a name, with gaps or not.
  function inOrder(term, name) {
    let from = 0;
    return term.length > 2 && [...term].every((sign) => {
      from = name.indexOf(sign, from) + 1;
      return from > 0;
    });
  }

  // Whether a facility is meant by every term of a text.
  finder.matches = function (facility, text) {
    return (folded(text).match(TERM) || []).every((term) => CHINESE.test(term)
      ? searchable(facility).chinese.includes(term) || inOrder(term, folded(facility.name))
      : searchable(facility).runs.some((run) => run.startsWith(term)));
  };
})(window.finder);
