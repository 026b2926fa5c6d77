-- Opens sessions for grants, or for devices whose address is their right: all of one event-loop turn in one call. Keeps
-- room for the device, writes the session and the ledger. A grant is used up by its session being there, since both have
-- one id. A repeat of the same Access-Request, or a re-authentication the NAS is allowed, gets the session it had.
--
-- KEYS, 2 for each session, all of one hash tag: person, session; then the ledger stream. Of the same tag as well: its online
--   zset; where the person is missing its ready marker, which says whether this Redis was filled; and the sessions of the
--   person's other devices.
-- ARGV: 1 the sessions one behind another, MessagePack, 16 values each:
--   1 subscriber id  2 session id  3 mac or ''  4 now, epoch ms  5 most devices at once, or 0 for any number
--   6 epoch ms until which the room is kept  7 request key  8 nas id  9 site id  10 plan id  11 login id
--   12 Acct-Session-Id or ''  13 framed address or ''  14 profile  15 may re-authenticate
--   16 trace or ''
-- Reply: one text, MessagePack values one behind another, for each session one of 'opened', started (ms) | 'again', started (ms) | 'used' |
--   'too_many_devices' | 'unknown' | 'not-ready' | 'error', text

local unpacked, pack, call = cmsgpack.unpack, cmsgpack.pack, redis.call
-- What stands where in a session and in a person (access/session/packed.ts, access/subscriber/live.ts).
local STARTED, ENDED, TILL, REQUEST, TOTALS, FIRST = 9, 16, 25, 26, 6, 7
local CROWDED = 8
local entry, asked = {}, { unpacked(ARGV[1]) }

local function is_live(key, at)
  local stored = call('GET', key)
  if not stored then return false end
  local s = { unpacked(stored) }
  return s[ENDED] == 0 and s[TILL] > at
end

-- How many other devices are online; who is not any more is forgotten.
local function others_of(p, prefix, mac, at)
  local first = FIRST + p[TOTALS] * 5
  local macs, count, kept = {}, 0, {}
  for index = first, #p, 2 do
    local is_other = p[index + 1] ~= mac
    if not is_other or is_live(prefix .. p[index], at) then
      kept[#kept + 1], kept[#kept + 2] = p[index], p[index + 1]
      if is_other and not macs[p[index + 1]] then count = count + 1 end
      if is_other then macs[p[index + 1]] = true end
    end
  end
  for index = first, #p do p[index] = kept[index - first + 1] end
  return count
end

local function open(k, a)
  local packed = call('GET', KEYS[k])
  local tag = string.match(KEYS[k], '^{%d+}:')
  if not packed then return pack(call('EXISTS', tag .. 'ready') == 1 and 'unknown' or 'not-ready') end
  local stored = call('GET', KEYS[k + 1])
  if stored then
    local s = { unpacked(stored) }
    if s[ENDED] == 0 and (s[REQUEST] == asked[a + 7] or asked[a + 15]) then return pack('again', s[STARTED]) end
    return pack('used')
  end
  local p, subscriber, session, mac, at = { unpacked(packed) }, asked[a + 1], asked[a + 2], asked[a + 3], asked[a + 4]
  local prefix = string.sub(KEYS[k + 1], 1, -17)
  if asked[a + 5] > 0 and #p > TOTALS + p[TOTALS] * 5 and others_of(p, prefix, mac, at) >= asked[a + 5] then
    return pack('too_many_devices')
  end
  if (#p - TOTALS - p[TOTALS] * 5) / 2 >= CROWDED then others_of(p, prefix, '', at) end
  p[#p + 1], p[#p + 2] = session, mac
  local nas, site, plan, login, nas_session, address, profile = asked[a + 8], asked[a + 9], asked[a + 10], asked[a + 11], asked[a + 12],
    asked[a + 13], asked[a + 14]
  call('SET', KEYS[k], pack(unpack(p)))
  local opened = pack(subscriber, nas, site, plan, mac, login, nas_session, address, at, at, at, 0, 0, 0, profile, 0, '', 0,
    '', '', 0, 0, 0, 0, asked[a + 6], asked[a + 7], 0, 0, false, 0, 0, 0, 0, -1, 0, 0)
  call('SET', KEYS[k + 1], opened)
  call('ZADD', tag .. 'online', asked[a + 6], subscriber .. ':' .. session)
  local count = #entry
  entry[count + 1], entry[count + 2] = 'h', pack('open', subscriber, session, at, at, -1, -1, -1, -1, asked[a + 16])
  entry[count + 3], entry[count + 4] = 's', opened
  return pack('opened', at)
end

local replies = {}
for index = 0, #asked / 16 - 1 do
  local fine, reply = pcall(open, index * 2 + 1, index * 16)
  replies[index + 1] = fine and reply or pack('error', tostring(reply))
end
if #entry > 0 then call('XADD', KEYS[#KEYS], '*', unpack(entry)) end
return { table.concat(replies) }
