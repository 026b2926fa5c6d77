-- Changes what is known of a session beside its counters, and writes the ledger: closes it, or notes what was wished
-- of its NAS and what became of the wish. Says nothing twice: an unchanged session is left alone.
--
-- KEYS, all of one hash tag: 1 session hash  2 live zset of the subscriber  3 online zset  4 ledger stream
--   5 due zset  6 ready marker
-- ARGV: 1 what (close, wish, done, drop)  2 subscriber id  3 session id  4 now, epoch ms
--   5 close: cause; wish: full, slow, government-only or end; done: the profile now in force
--   6 close: only if not heard since, epoch ms, or '' to close at once; wish: cause; done: number of the wish; else ''
-- Reply: {'ok'} | {'unchanged'} | {'unknown'} | {'not-ready'}

if redis.call('EXISTS', KEYS[6]) == 0 then return { 'not-ready' } end
local was = redis.call('HMGET', KEYS[1], 't', 'x', 'z', 'o', 'w', 'at', 'm', 'n', 'i', 'p', 'l', 'a', 'f', 'u', 'd', 'c', 'ev', 'h', 'st')
local member = ARGV[2] .. ':' .. ARGV[3]
if not was[1] then
  redis.call('ZREM', KEYS[3], member)
  redis.call('ZREM', KEYS[5], member)
  return { 'unknown' }
end

local function write(ended, cause, profile)
  redis.call('XADD', KEYS[4], '*', 'k', ARGV[1], 'b', ARGV[2], 's', ARGV[3], 'n', was[8], 'i', was[9], 'p', was[10], 'm', was[7] or '',
    'l', was[11] or '', 'a', was[12] or '', 'f', was[13] or '', 't', was[1], 'u', was[14], 'd', was[15], 'c', was[16], 'e', was[17], 'r', ARGV[4],
    'x', ended, 'z', cause, 'o', profile, 'q', '', 'h', was[18] or '')
end

local what = ARGV[1]
if what == 'close' then
  if (was[2] or '') ~= '' then
    redis.call('ZREM', KEYS[3], member)
    return { 'unchanged' }
  end
  if ARGV[6] ~= '' and tonumber(was[6]) > tonumber(ARGV[6]) then return { 'unchanged' } end
  -- A silent session ended when it was last heard.
  local ended = ARGV[5] == 'silent' and was[6] or ARGV[4]
  local cause = (ARGV[5] == 'silent' and was[19] ~= '1') and 'never-started' or ARGV[5]
  redis.call('HSET', KEYS[1], 'x', ended, 'z', cause)
  redis.call('HDEL', KEYS[1], 'w', 'wc')
  redis.call('EXPIRE', KEYS[1], 86400)
  redis.call('ZREM', KEYS[2], ARGV[3] .. ':' .. (was[7] or ''))
  redis.call('ZREM', KEYS[3], member)
  redis.call('ZREM', KEYS[5], member)
  write(ended, cause, was[4])
  return { 'ok' }
end

if what == 'wish' then
  if (was[2] or '') ~= '' then return { 'unchanged' } end
  -- Nothing is wished beyond an end.
  if was[5] == 'end' then return { 'unchanged' } end
  -- The same wish again is a new one once the first was taken: what it means may have changed since.
  local due = redis.call('ZSCORE', KEYS[5], member)
  if was[5] == ARGV[5] and due and tonumber(due) <= tonumber(ARGV[4]) then return { 'unchanged' } end
  redis.call('HSET', KEYS[1], 'w', ARGV[5], 'wc', ARGV[6])
  redis.call('HINCRBY', KEYS[1], 'wn', 1)
  redis.call('ZADD', KEYS[5], ARGV[4], member)
  return { 'ok' }
end

-- A wish newer than the one that is done stays owed.
if what ~= 'done' or (redis.call('HGET', KEYS[1], 'wn') or '0') == ARGV[6] then
  redis.call('ZREM', KEYS[5], member)
  redis.call('HDEL', KEYS[1], 'w', 'wc')
end
if what == 'done' and ARGV[5] ~= was[4] then
  redis.call('HSET', KEYS[1], 'o', ARGV[5])
  write(was[2] or '', was[3] or '', ARGV[5])
end
return { 'ok' }
