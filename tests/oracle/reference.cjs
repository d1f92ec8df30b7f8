// Answers of the reference implementation (npm opening_hours, LGPL-3.0; used by tests only).
//
// Standard input: one JSON line each of {text, start, days, edges}; the first line is
// {holidays: [[year, month, day], …]}, or null for those that the library has. Without `days` only its warnings are asked for.
// Standard output: a JSON line each, {runs}, {warnings} or {error};
// a run is [minute from the start, state, comment].
'use strict';

const fs = require('fs');
const Module = require('module');
const readline = require('readline');

const STATES = { open: 'open', closed: 'closed', unknown: 'unknown' };
const HOLIDAY = 'holiday';

// The library takes no holidays from outside: where it resolves those of a year, ours are put in.
function library(holidays) {
    if (holidays === null) {
        return require('opening_hours');
    }
    const path = require.resolve('opening_hours');
    const place = 'function getApplyingHolidaysForYear(applying_holidays, year, add_days) {';
    const source = fs.readFileSync(path, 'utf8');
    if (source.split(place).length !== 2) {
        throw new Error('opening_hours has changed: the place for holidays was not found.');
    }
    globalThis.holidaysOfYear = (year) =>
        holidays
            .filter(([ofYear]) => ofYear === year)
            .map(([, month, day]) => [new Date(year, month - 1, day), HOLIDAY]);
    const module_ = new Module(path, null);
    module_.filename = path;
    module_.paths = Module._nodeModulePaths(path);
    module_._compile(
        source.replace(place, `${place} return globalThis.holidaysOfYear(year);`), path);
    return module_.exports;
}

function answer(opening_hours, { text, start, days, edges }) {
    const hours = new opening_hours(text, { address: { country_code: 'cn' } }, { mode: 0 });
    const [year, month, day] = start.split('-').map(Number);
    const runs = [];
    for (let index = 0; index < days; index++) {
        edges.forEach((edge, at) => {
            const last = (edges[at + 1] ?? 1440) - 1;
            for (const minute of last > edge ? [edge, last] : [edge]) {
                const moment = new Date(year, month - 1, day + index, 0, minute);
                const [open, , unknown, comment] = hours.getStatePair(moment);
                const state = open ? STATES.open : unknown ? STATES.unknown : STATES.closed;
                const note = comment === undefined || comment === HOLIDAY ? '' : comment;
                const before = runs[runs.length - 1];
                if (!before || before[1] !== state || before[2] !== note) {
                    runs.push([index * 1440 + minute, state, note]);
                }
            }
        });
    }
    return { runs };
}

// What it has to say of a text, but for dates that are past by the clock of this machine.
function warnings(opening_hours, { text }) {
    const hours = new opening_hours(text, { address: { country_code: 'cn' } }, { mode: 0 });
    return { warnings: hours.getWarnings().filter((one) => !/in the past/.test(one)) };
}

let opening_hours = null;
readline.createInterface({ input: process.stdin }).on('line', (line) => {
    const asked = JSON.parse(line);
    if (opening_hours === null) {
        opening_hours = library(asked.holidays);
        return;
    }
    let told;
    try {
        told = (asked.days ? answer : warnings)(opening_hours, asked);
    } catch (error) {
        told = { error: String(error) };
    }
    process.stdout.write(`${JSON.stringify(told)}\n`);
});
