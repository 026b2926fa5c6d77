-- Fills one person into Redis from PostgreSQL, with what they used and their sessions. What Redis already has is newer or
-- equal and is never lowered.
--
-- KEYS, all of one hash tag: 1 person  2 online zset  3.. session, one for each session given
-- ARGV: 1 the person, as Redis keeps one, without live sessions  2 subscriber id
--   3 epoch ms until which a session counts as live  4.. session id, the session as Redis keeps one; for each session
-- Reply: how many sessions were written

local unpacked, pack = cmsgpack.unpack, cmsgpack.pack
local MAC, UP, DOWN, SECONDS, ENDED, WISH, WISH_NUMBER, TILL = 5, 12, 13, 14, 16, 19, 21, 25
local TOTALS, FIRST = 6, 7
local given, had = { unpacked(ARGV[1]) }, redis.call('GET', KEYS[1])
local known = had and { unpacked(had) } or { given[1], given[2], given[3], given[4], given[5], 0 }

local function first_live(person) return FIRST + person[TOTALS] * 5 end

-- The greater of what either side says of each period.
local person, live = { given[1], given[2], given[3], given[4], given[5], 0 }, {}
local function raise(from)
  for index = FIRST, first_live(from) - 1, 5 do
    local at = FIRST
    while person[at] and not (person[at] == from[index] and person[at + 1] == from[index + 1]) do at = at + 5 end
    if not person[at] then person[TOTALS] = person[TOTALS] + 1 end
    person[at], person[at + 1] = from[index], from[index + 1]
    for place = 2, 4 do person[at + place] = math.max(person[at + place] or 0, from[index + place]) end
  end
end
raise(known)
raise(given)
for index = first_live(known), #known, 2 do live[#live + 1] = { known[index], known[index + 1] } end

local function is_listed(session)
  for _, each in ipairs(live) do
    if each[1] == session then return true end
  end
  return false
end

local written = 0
for index = 3, #KEYS do
  local session, fresh = ARGV[index * 2 - 2], { unpacked(ARGV[index * 2 - 1]) }
  local stored = redis.call('GET', KEYS[index])
  local old = stored and { unpacked(stored) }
  if not old or old[UP] + old[DOWN] + old[SECONDS] < fresh[UP] + fresh[DOWN] + fresh[SECONDS] then
    for place = WISH, old and WISH_NUMBER or 0 do fresh[place] = old[place] end
    if fresh[ENDED] == 0 then
      fresh[TILL] = tonumber(ARGV[3])
      redis.call('SET', KEYS[index], pack(unpack(fresh)))
      redis.call('ZADD', KEYS[2], ARGV[3], ARGV[2] .. ':' .. session)
      if not is_listed(session) then live[#live + 1] = { session, fresh[MAC] } end
    else
      redis.call('SET', KEYS[index], pack(unpack(fresh)), 'EX', 86400)
    end
    written = written + 1
  end
end
for _, each in ipairs(live) do person[#person + 1], person[#person + 2] = each[1], each[2] end
redis.call('SET', KEYS[1], pack(unpack(person)))
return written
