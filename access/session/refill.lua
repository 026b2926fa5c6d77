-- Fills one subscriber into Redis from PostgreSQL. What Redis already has is newer or equal and is never lowered.
--
-- KEYS, all of one hash tag: 1 usage hash  2 live zset  3 online zset  4.. session hashes, one for each session given
-- ARGV: 1 subscriber id  2 how many usage values  then for each: field, 'up:down:seconds'
--   then for each session: session id, ended '' or epoch ms, live until (epoch ms), count of values, field, value, …
-- Reply: how many sessions were written

local at = 3
for _ = 1, tonumber(ARGV[2]) do
  local up, down, seconds = string.match(redis.call('HGET', KEYS[1], ARGV[at]) or '0:0:0', '^(%d+):(%d+):(%d+)$')
  local more_up, more_down, more_seconds = string.match(ARGV[at + 1], '^(%d+):(%d+):(%d+)$')
  redis.call('HSET', KEYS[1], ARGV[at], string.format('%.0f:%.0f:%.0f', math.max(up, more_up),
    math.max(down, more_down), math.max(seconds, more_seconds)))
  at = at + 2
end
local written = 0
for index = 4, #KEYS do
  local session, ended, till, count = ARGV[at], ARGV[at + 1], ARGV[at + 2], tonumber(ARGV[at + 3])
  local values = {}
  for offset = 1, count do values[offset] = ARGV[at + 3 + offset] end
  local known = redis.call('HMGET', KEYS[index], 'u', 'd', 'c')
  local given = {}
  for offset = 1, count, 2 do given[values[offset]] = values[offset + 1] end
  if not known[1] or tonumber(known[1]) + tonumber(known[2]) + tonumber(known[3])
    < tonumber(given.u) + tonumber(given.d) + tonumber(given.c) then
    redis.call('HSET', KEYS[index], unpack(values))
    if ended == '' then
      redis.call('ZADD', KEYS[2], till, session .. ':' .. given.m)
      redis.call('ZADD', KEYS[3], till, ARGV[1] .. ':' .. session)
    else
      redis.call('EXPIRE', KEYS[index], 86400)
    end
    written = written + 1
  end
  at = at + 4 + count
end
return written
