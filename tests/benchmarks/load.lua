-- What wrk sends and says: `wrk -s load.lua ADDRESS -- [pause=MS] [positions]`.
-- pause: each connection waits so long on average between two questions.
-- positions: each question is from another position in the district.

local pause = 0
local positions = false

function init(args)
  for _, word in ipairs(args) do
    pause = tonumber(word:match("^pause=(.+)$")) or pause
    positions = positions or word == "positions"
  end
  math.randomseed(os.time() + tonumber(tostring(wrk.thread):match("0x(%x+)") or "1", 16) % 1000)
  if pause > 0 then
    delay = function() return math.floor(math.random() * 2 * pause + 0.5) end
  end
  if positions then
    local path, rest = wrk.path:match("^([^?]+)%??(.*)$")
    request = function()
      local lat = 39.7 + math.random() * 0.35
      local lon = 116.5 + math.random() * 0.4
      return wrk.format("GET", string.format("%s?lat=%.6f&lon=%.6f&%s", path, lat, lon, rest))
    end
  end
end

function done(summary, latency, _)
  local errors = summary.errors
  local wrong = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format(
    'wrk: {"requests": %d, "seconds": %.6f, "p50_ms": %.4f, "p99_ms": %.4f, "errors": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, wrong))
end
