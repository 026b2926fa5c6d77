-- Checks a typed code: counts the try and compares in one step, so that parallel guesses are counted one by one. A
-- right code is gone, and so is one whose tries are used up.
--
-- KEYS, all of one hash tag: 1 challenge (hash)
-- ARGV: 1 now, epoch ms  2 mark of the typed code  3 tries a code survives
-- Reply: {"right", request id}, {"wrong", tries left}, {"spent"}, {"expired"} or {"none"}
local held = redis.call("HMGET", KEYS[1], "mark", "request", "expires")
if not held[1] then return { "none" } end
if tonumber(ARGV[1]) >= tonumber(held[3]) then return { "expired" } end
local tries = redis.call("HINCRBY", KEYS[1], "tries", 1)
if tries > tonumber(ARGV[3]) then return { "spent" } end
if held[1] == ARGV[2] then
  redis.call("DEL", KEYS[1])
  return { "right", held[2] }
end
if tries == tonumber(ARGV[3]) then return { "spent" } end
return { "wrong", tostring(tonumber(ARGV[3]) - tries) }
