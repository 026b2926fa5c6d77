-- Reads grants and the people they are for: all of one event-loop turn in one call, each on its own.
--
-- KEYS: 1.. grant; the person it names lies under the same hash tag
-- ARGV: none
-- Reply: for each grant two values: what Redis keeps of it, of the person; false where there is none, and an error in place
--   of a grant that is none

local function read(key)
  local grant = redis.call('GET', key)
  if not grant then return false, false end
  local subscriber = string.format('%.0f', (cmsgpack.unpack(grant)))
  return grant, redis.call('GET', string.match(key, '^{%d+}:') .. 'u:' .. subscriber)
end

local replies = {}
for index, key in ipairs(KEYS) do
  local fine, grant, person = pcall(read, key)
  if not fine then grant, person = { err = type(grant) == 'table' and grant.err or tostring(grant) }, false end
  replies[index * 2 - 1], replies[index * 2] = grant, person
end
return replies
