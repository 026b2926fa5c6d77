-- Reads grants and the people they are for: all of one event-loop turn in one call, each on its own.
--
-- KEYS: 1.. grant; the person it names lies under the same hash tag
-- ARGV: none
-- Reply: for each grant { grant, person }, what Redis keeps of them, false where there is none; or an error's text

local function read(key)
  local grant = redis.call('GET', key)
  if not grant then return { false, false } end
  local subscriber = string.format('%.0f', (cmsgpack.unpack(grant)))
  return { grant, redis.call('GET', string.match(key, '^{%d+}:') .. 'u:' .. subscriber) }
end

local replies = {}
for index, key in ipairs(KEYS) do
  local fine, reply = pcall(read, key)
  replies[index] = fine and reply or tostring(type(reply) == 'table' and reply.err or reply)
end
return replies
