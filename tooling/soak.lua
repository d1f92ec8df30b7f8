-- A mixture of questions as residents ask them. Argument: the mean pause of a reader in milliseconds.
local pause_ms, tags, threads = 0, {}, {}
local same = {
  "/", "/?lang=en", "/?open=1", "/?q=tsg", "/api/facilities.geojson", "/api/places.geojson",
  "/api/forecast.json", "/facilities/tz-library", "/api/facilities/tz-library",
  "/api/near?lat=39.9027&lon=116.6314",
}
local asked
good, unchanged, bad = 0, 0, 0

function setup(thread) table.insert(threads, thread) end

function init(args)
  pause_ms = tonumber(args[1])
  math.randomseed(20)
end

function delay() return math.random(0, 2 * pause_ms) end

function request()
  local headers = { ["Accept-Encoding"] = math.random() < 0.8 and "gzip, br" or "identity" }
  if math.random() < 0.5 then
    asked = string.format(
      "/api/near?lat=%.6f&lon=%.6f", 39.7 + math.random() * 0.3, 116.5 + math.random() * 0.4)
  else
    asked = same[math.random(#same)]
    if math.random() < 0.5 then headers["If-None-Match"] = tags[asked] end
  end
  return wrk.format("GET", asked, headers)
end

-- Answers come back in another order, so that a tag may be another address's: it matches nothing.
function response(status, headers)
  if status == 200 then
    good = good + 1
    tags[same[math.random(#same)]] = headers["ETag"]
  elseif status == 304 then
    unchanged = unchanged + 1
  else
    bad = bad + 1
  end
end

function done(summary, latency)
  local sums = { good = 0, unchanged = 0, bad = 0 }
  for _, thread in ipairs(threads) do
    for name in pairs(sums) do sums[name] = sums[name] + thread:get(name) end
  end
  local errors = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %.3f, "good": %d, "unchanged": %d, "bad": %d, "broken": %d, '
    .. '"p50_ms": %.3f, "p99_ms": %.3f}\n',
    summary.requests, summary.duration / 1e6, sums.good, sums.unchanged, sums.bad,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
