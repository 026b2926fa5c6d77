-- Keeps the most a NAS counted of a device on its way to the portal.
--
-- KEYS: 1 led-counted, a hash
-- ARGV: 1 '1' where the NAS begins to count, else '0'  2 seconds kept for
--   3 up, 4 down (octets), 5 seconds: what it counted, '-1' where it does not say
-- Reply: 'OK'

if ARGV[1] == '1' then redis.call('DEL', KEYS[1]) end
local names = { 'up', 'down', 'seconds' }
local known = redis.call('HMGET', KEYS[1], unpack(names))
for at, name in ipairs(names) do
  local counted = ARGV[at + 2]
  if tonumber(counted) > tonumber(known[at] or 0) then redis.call('HSET', KEYS[1], name, counted) end
end
redis.call('EXPIRE', KEYS[1], ARGV[2])
return 'OK'
