-- Opens a session for a grant, or for a device whose address is its right: takes the grant once, keeps room for the
-- device, writes the session and the ledger.
-- A repeat of the same Access-Request, or a re-authentication the NAS is allowed, gets the session it had.
--
-- KEYS, all of one hash tag: 1 grant hash  2 login string  3 session hash  4 live zset of the subscriber
--   5 online zset  6 ledger stream  7 ready marker
-- ARGV: 1 subscriber id  2 session id  3 mac or ''  4 now, epoch ms  5 most devices at once, or 0 for any number
--   6 epoch ms until which the room is kept  7 request key  8 nas id  9 site id  10 plan id  11 login id
--   12 Acct-Session-Id or ''  13 framed address or ''  14 profile  15 may re-authenticate 0/1
--   16 by grant or device; for a device KEYS[1] only tells a repeat from another login  17 trace or ''
-- Reply: {'opened', session id, started (ms)} | {'again', session id, started (ms)} | {'used'} | {'gone'} | {'too_many_devices'} | {'not-ready'}

if redis.call('EXISTS', KEYS[7]) == 0 then return { 'not-ready' } end
local by_grant = ARGV[16] == 'grant'
local grant = redis.call('HMGET', KEYS[1], 'used', 'session', 'at')
if not grant[1] then
  if by_grant and redis.call('EXISTS', KEYS[1]) == 0 then return { 'gone' } end
elseif grant[1] == ARGV[7] or ARGV[15] == '1' then
  return { 'again', grant[2], grant[3] }
elseif by_grant then
  return { 'used' }
end

local limit = tonumber(ARGV[5])
if limit > 0 then
  local others, count = {}, 0
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[4], '(' .. ARGV[4], '+inf')) do
    local mac = string.match(member, '^[^:]+:(.*)$')
    if mac ~= ARGV[3] and not others[mac] then
      others[mac] = true
      count = count + 1
    end
  end
  if count >= limit then return { 'too_many_devices' } end
end

redis.call('HSET', KEYS[1], 'used', ARGV[7], 'session', ARGV[2], 'at', ARGV[4])
if by_grant then redis.call('SET', KEYS[2], ARGV[1] .. ':' .. ARGV[2], 'EX', 2592000) else redis.call('EXPIRE', KEYS[1], 300) end
redis.call('HSET', KEYS[3], 'b', ARGV[1], 'n', ARGV[8], 'i', ARGV[9], 'p', ARGV[10], 'm', ARGV[3], 'l', ARGV[11],
  'a', ARGV[12], 'f', ARGV[13], 't', ARGV[4], 'ev', ARGV[4], 'at', ARGV[4], 'u', '0', 'd', '0', 'c', '0', 'o', ARGV[14], 'x', '', 'z', '', 'st', '0')
redis.call('ZADD', KEYS[4], ARGV[6], ARGV[2] .. ':' .. ARGV[3])
redis.call('ZADD', KEYS[5], ARGV[6], ARGV[1] .. ':' .. ARGV[2])
redis.call('XADD', KEYS[6], '*', 'k', 'open', 'b', ARGV[1], 's', ARGV[2], 'n', ARGV[8], 'i', ARGV[9], 'p', ARGV[10], 'm', ARGV[3],
  'l', ARGV[11], 'a', ARGV[12], 'f', ARGV[13], 't', ARGV[4], 'u', '0', 'd', '0', 'c', '0', 'e', ARGV[4], 'r', ARGV[4], 'x', '', 'z', '',
  'o', ARGV[14], 'q', '', 'h', '', 'w', ARGV[17])
return { 'opened', ARGV[2], ARGV[4] }
