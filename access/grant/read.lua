-- Reads grants and the people they are for: all of one event-loop turn in one call.
--
-- KEYS: 1.. grant; the person it names lies under the same hash tag
-- ARGV: none
-- Reply: for each grant two texts: what Redis keeps of it, of the person; false where there is none

local replies = {}
for index, key in ipairs(KEYS) do
  local grant = redis.call('GET', key)
  local person = false
  if grant then
    local subscriber = string.format('%.0f', (cmsgpack.unpack(grant)))
    person = redis.call('GET', string.match(key, '^{%d+}:') .. 'u:' .. subscriber)
  end
  replies[index * 2 - 1], replies[index * 2] = grant, person
end
return replies
