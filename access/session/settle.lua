-- Changes what is known of a session beside its counters, and writes the ledger: closes it, or notes what was wished
-- of its NAS and what became of the wish. Says nothing twice: an unchanged session is left alone.
--
-- KEYS: 1 person  2 session  3 online zset  4 due zset, all of one hash tag  5 ledger stream
--   Where the person is missing, the ready marker of the same tag says whether this Redis was filled.
-- ARGV: 1 what (close, wish, wish-anew, done, drop)  2 subscriber id  3 session id  4 now, epoch ms
--   5 close: cause; wish: full, slow, government-only or end; done: the profile now in force
--   6 close: only if not heard since, epoch ms, or '' to close at once; wish: cause; done: number of the wish; else ''
--   wish-anew: what the wish means has changed, so it is one also where it is in force or asked for already
-- Reply: {'ok'} | {'unchanged'} | {'unknown'} | {'not-ready'}

local unpacked, pack = cmsgpack.unpack, cmsgpack.pack
-- What stands where in a session and in a person (access/session/packed.ts, access/subscriber/live.ts).
local EVENT, HEARD, PROFILE, ENDED, CAUSE, REPORTED = 10, 11, 15, 16, 17, 18
local WISH, WISH_CAUSE, WISH_NUMBER, TILL, TOTALS, FIRST = 19, 20, 21, 25, 6, 7

local packed, stored = redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2])
local member, now = ARGV[2] .. ':' .. ARGV[3], tonumber(ARGV[4])
if not packed and redis.call('EXISTS', string.match(KEYS[1], '^{%d+}:') .. 'ready') == 0 then return { 'not-ready' } end
if not stored then
  redis.call('ZREM', KEYS[3], member)
  redis.call('ZREM', KEYS[4], member)
  return { 'unknown' }
end
local session = { unpacked(stored) }

local function keep()
  stored = pack(unpack(session))
  if session[ENDED] == 0 then redis.call('SET', KEYS[2], stored) else redis.call('SET', KEYS[2], stored, 'EX', 86400) end
end

local function write()
  redis.call('XADD', KEYS[5], '*', 'h', pack(ARGV[1], tonumber(ARGV[2]), ARGV[3], session[EVENT], now, -1, -1, -1, -1, ''), 's', stored)
end

local function forget_live()
  if not packed then return end
  local person = { unpacked(packed) }
  local at = FIRST + person[TOTALS] * 5
  while person[at] and person[at] ~= ARGV[3] do at = at + 2 end
  if not person[at] then return end
  table.remove(person, at)
  table.remove(person, at)
  redis.call('SET', KEYS[1], pack(unpack(person)))
end

local what = ARGV[1]
if what == 'close' then
  if session[ENDED] ~= 0 then
    redis.call('ZREM', KEYS[3], member)
    return { 'unchanged' }
  end
  if ARGV[6] ~= '' and session[TILL] > now then
    -- Looked at when it was due by what was known long ago; it has been heard since.
    redis.call('ZADD', KEYS[3], session[TILL], member)
    return { 'unchanged' }
  end
  if ARGV[6] ~= '' and session[HEARD] > tonumber(ARGV[6]) then return { 'unchanged' } end
  -- A silent session ended when it was last heard.
  session[ENDED] = ARGV[5] == 'silent' and session[HEARD] or now
  session[CAUSE] = (ARGV[5] == 'silent' and session[REPORTED] ~= 1) and 'never-started' or ARGV[5]
  session[WISH], session[WISH_CAUSE] = '', ''
  keep()
  forget_live()
  redis.call('ZREM', KEYS[3], member)
  redis.call('ZREM', KEYS[4], member)
  write()
  return { 'ok' }
end

if what == 'wish' or what == 'wish-anew' then
  if session[ENDED] ~= 0 then return { 'unchanged' } end
  -- Nothing is wished beyond an end.
  if session[WISH] == 'end' then return { 'unchanged' } end
  local comes_to = session[WISH] == '' and session[PROFILE] or session[WISH]
  if what == 'wish' and comes_to == ARGV[5] then return { 'unchanged' } end
  -- The same wish anew is one of its own only once the first was taken.
  local due = redis.call('ZSCORE', KEYS[4], member)
  if session[WISH] == ARGV[5] and due and tonumber(due) <= now then return { 'unchanged' } end
  session[WISH], session[WISH_CAUSE], session[WISH_NUMBER] = ARGV[5], ARGV[6], session[WISH_NUMBER] + 1
  keep()
  redis.call('ZADD', KEYS[4], now, member)
  return { 'ok' }
end

-- A wish newer than the one that is done stays owed.
if what ~= 'done' or session[WISH_NUMBER] == tonumber(ARGV[6]) then
  redis.call('ZREM', KEYS[4], member)
  session[WISH], session[WISH_CAUSE] = '', ''
end
local changes = what == 'done' and ARGV[5] ~= session[PROFILE]
if changes then session[PROFILE] = ARGV[5] end
keep()
if changes then write() end
return { 'ok' }
