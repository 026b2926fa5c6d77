#!lua name=bench
-- The strongest form of FreeRADIUS with Redis: one function a request, nothing in SQL.

-- What a login needs.
-- KEYS: 1 person's hash
-- Reply: 'password|seconds left|octets left', or '' for a stranger
redis.register_function('bench_login', function(keys)
  local person = redis.call('HMGET', keys[1], 'pw', 'status', 'us', 'ls', 'uo', 'lo')
  if not person[1] or person[2] ~= 'active' then return '' end
  return person[1] .. '|' .. string.format('%.0f', tonumber(person[4]) - tonumber(person[3] or 0))
    .. '|' .. string.format('%.0f', tonumber(person[6]) - tonumber(person[5] or 0))
end)

-- Counts a report: the rise since the last one, the session, and an entry in a stream that is cut by its length.
-- KEYS: 1 person's hash  2 session hash  3 stream
-- ARGV: 1 status  2 seconds  3 octets in  4 gigawords in  5 octets out  6 gigawords out
-- Reply: 'ok'
redis.register_function('bench_account', function(keys, args)
  local known = redis.call('HMGET', keys[2], 'c', 'u', 'd')
  local seconds = tonumber(args[2]) or 0
  local up = (tonumber(args[3]) or 0) + (tonumber(args[4]) or 0) * 4294967296
  local down = (tonumber(args[5]) or 0) + (tonumber(args[6]) or 0) * 4294967296
  local rise = math.max(0, up - tonumber(known[2] or 0)) + math.max(0, down - tonumber(known[3] or 0))
  local more = math.max(0, seconds - tonumber(known[1] or 0))
  if rise > 0 then redis.call('HINCRBY', keys[1], 'uo', string.format('%.0f', rise)) end
  if more > 0 then redis.call('HINCRBY', keys[1], 'us', string.format('%.0f', more)) end
  redis.call('HSET', keys[2], 'c', seconds, 'u', string.format('%.0f', up), 'd', string.format('%.0f', down), 's', args[1])
  redis.call('EXPIRE', keys[2], 86400)
  redis.call('XADD', keys[3], 'MAXLEN', '~', '100000', '*', 's', keys[2], 'k', args[1], 'c', seconds,
    'u', string.format('%.0f', up), 'd', string.format('%.0f', down))
  return 'ok'
end)
