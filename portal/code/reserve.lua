-- Checks every limit of sending a code and, when all have room, counts the sending and stores the code: one step, so
-- that parallel requests cannot slip past a limit.
--
-- KEYS, all of one hash tag: 1 challenge (hash)  2 number  3 block  4 device  5 visit (sorted sets of sendings: request id by epoch ms)
--       6 site (hash: tokens, at)
-- ARGV: 1 now, epoch ms  2 request id  3 mark of the code  4 code valid for, s  5 first wait, s  6 number per hour
--       7 number per day  8 block per hour  9 device per hour  10 device per day  11 per visit
--       12 site burst  13 site per second
-- Reply: {"reserved", instant from which another may be sent, epoch ms} or {refusal, instant it ends, epoch ms}
local now = tonumber(ARGV[1])
local HOUR, DAY = 3600000, 86400000

local function sent(key, span)
  return redis.call("ZCOUNT", key, "(" .. string.format("%.0f", now - span), "+inf")
end

-- the instant at which the span again holds less than the limit, or nil while it does
local function full(key, span, limit)
  local count = sent(key, span)
  if count < limit then return nil end
  local oldest = redis.call("ZRANGE", key, -limit, -limit, "WITHSCORES")
  return tonumber(oldest[2]) + span
end

local function refusal(code, at)
  return { code, string.format("%.0f", at) }
end

local function wait(count)
  return tonumber(ARGV[5]) * 1000 * 2 ^ math.max(0, count - 1)
end

local last = redis.call("ZRANGE", KEYS[2], -1, -1, "WITHSCORES")
local inHour = sent(KEYS[2], HOUR)
if last[2] and inHour > 0 and inHour < tonumber(ARGV[6]) and now < tonumber(last[2]) + wait(inHour) then
  return refusal("sms_too_soon", tonumber(last[2]) + wait(inHour))
end

local rules = {
  { "sms_number_spent", KEYS[2], HOUR, ARGV[6] },
  { "sms_number_spent", KEYS[2], DAY, ARGV[7] },
  { "sms_visit_spent", KEYS[5], DAY, ARGV[11] },
  { "sms_device_spent", KEYS[4], HOUR, ARGV[9] },
  { "sms_device_spent", KEYS[4], DAY, ARGV[10] },
  { "sms_block_spent", KEYS[3], HOUR, ARGV[8] },
}
for _, rule in ipairs(rules) do
  local at = full(rule[2], rule[3], tonumber(rule[4]))
  if at then return refusal(rule[1], at) end
end

local burst, rate = tonumber(ARGV[12]), tonumber(ARGV[13])
local bucket = redis.call("HMGET", KEYS[6], "tokens", "at")
local tokens = burst
if bucket[1] then
  tokens = math.min(burst, tonumber(bucket[1]) + math.max(0, now - tonumber(bucket[2])) / 1000 * rate)
end
if tokens < 1 then return refusal("sms_site_busy", now + math.ceil((1 - tokens) / rate * 1000)) end
redis.call("HSET", KEYS[6], "tokens", string.format("%.3f", tokens - 1), "at", ARGV[1])
redis.call("PEXPIRE", KEYS[6], math.ceil(burst / rate * 1000))

for index = 2, 5 do
  redis.call("ZREMRANGEBYSCORE", KEYS[index], "-inf", string.format("%.0f", now - DAY))
  redis.call("ZADD", KEYS[index], ARGV[1], ARGV[2])
  redis.call("PEXPIRE", KEYS[index], DAY)
end

local again = now + wait(inHour + 1)
redis.call("DEL", KEYS[1])
redis.call("HSET", KEYS[1], "mark", ARGV[3], "request", ARGV[2], "tries", 0,
  "expires", string.format("%.0f", now + tonumber(ARGV[4]) * 1000), "again", string.format("%.0f", again))
redis.call("EXPIRE", KEYS[1], ARGV[4])
return { "reserved", string.format("%.0f", again) }
