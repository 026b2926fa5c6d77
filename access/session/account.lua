-- Counts accounting reports: all reports of one event-loop turn in one call, each on its own.
-- A report that fails leaves the others untouched and is answered by its error.
--
-- KEYS, 2 for each report, all of one hash tag: person, session; then the ledger stream. Of the same tag, where it comes to
--   that: its online zset, and its ready marker, which says whether this Redis was filled.
-- ARGV: 1 the reports one behind another, MessagePack, 19 values each:
--   1 kind (start, interim, stop; confirm charges what was withheld)   2 subscriber id   3 session id
--   4 Acct-Session-Id   5 framed address or ''
--   6 octets up or -1   7 octets down or -1   8 session seconds or -1
--   9 event, epoch ms   10 stamped   11 gigawords   12 received, epoch ms
--   13 start of the local day, 14 week, 15 month (epoch s)   16 end cause or ''
--   17 epoch ms until which the session counts as live without another report
--   18 Event-Timestamp that was not believed, epoch ms, or -1   19 most octets a second, or 0 for any number
-- Reply: one text, MessagePack values one behind another, for each report one of
--   'ok', changed, profile, session up, down, seconds, wish or '', ended (epoch ms) or 0,
--     what was not believed: '', 'octets' or 'seconds', how many values the person has, and these
--   'unknown'      no such session here; the caller restores it from PostgreSQL and asks again
--   'not-ready'    this Redis has not been filled
--   'error', text
-- A person and a session are MessagePack values one behind another, since `cmsgpack` takes ten times as long for a table;
-- access/subscriber/live.ts and access/session/packed.ts name what stands where. The ledger entry holds for each report a
-- head (h), the session (s) and the person (p) as they then stood: access/ledger/entry.ts reads them.

local KEPT, WRAP, HALF, ROUNDING = 6, 4294967296, 2147483648, 2000
local SLACK, LEEWAY, LEEWAY_SHARE = 10, 600, 1.1
local RETAINED, MOST_LISTED = 86400, 32
local max, floor, call, unpacked, pack = math.max, math.floor, redis.call, cmsgpack.unpack, cmsgpack.pack

-- What stands where in a session. Its marks: octets before the first point, whether the NAS sends gigawords, seconds before
-- its clock restarted and when, octets withheld, a suspect's place (or -1), up and down; then each point: place, up, down.
local MAC, LOGIN, NAS_ID, ADDRESS, STARTED, EVENT, HEARD, UP, DOWN, SECONDS = 5, 6, 7, 8, 9, 10, 11, 12, 13, 14
local PROFILE, ENDED, CAUSE, REPORTED, WISH, DAY, WEEK, MONTH, TILL, REQUEST = 15, 16, 17, 18, 19, 22, 23, 24, 25, 26
local UB, DB, GIGA, SB, RA, WU, WD, SUSPECT, POINTS = 27, 28, 29, 30, 31, 32, 33, 34, 37
-- In a person: how many period totals there are, then each: letter, start, up, down, seconds; then live sessions: id, mac.
local SINCE, TOTALS, FIRST = 2, 6, 7

-- The rules of access/quota/marks.ts; a test holds the two together.
local function moved(earlier, later, gigawords)
  if later >= earlier then return later - earlier end
  if not gigawords and earlier - later > HALF then return WRAP - earlier + later end
  return later
end

-- Octets of one side (1 up, 2 down) that the points come to, after so many before them.
local function sum(s, side, base)
  local total, previous, gigawords = base, 0, s[GIGA]
  for index = POINTS + side, #s, 3 do
    local raw = s[index]
    if raw >= 0 then
      total = total + moved(previous, raw, gigawords)
      previous = raw
    end
  end
  return total
end

-- Puts a point where it belongs; whether anything changed.
local function merge(s, at, up, down)
  local count = #s
  local index = count + 1
  while index > POINTS and s[index - 3] >= at do index = index - 3 end
  if s[index] == at then
    if up <= s[index + 1] and down <= s[index + 2] then return false end
    s[index + 1], s[index + 2] = max(s[index + 1], up), max(s[index + 2], down)
    return true
  end
  for place = count, index, -1 do s[place + 3] = s[place] end
  s[index], s[index + 1], s[index + 2] = at, up, down
  return true
end

-- The octets of one side that leave with the oldest point, when the next goes on from there.
local function outgrown(oldest, next, gigawords)
  local first = max(oldest, 0)
  if next < 0 then return first end
  return first + moved(first, next, gigawords) - next
end

local function settle(s)
  while #s >= POINTS + KEPT * 3 do
    local up, down = s[POINTS + 4], s[POINTS + 5]
    if up < 0 then up = s[POINTS + 1] end
    if down < 0 then down = s[POINTS + 2] end
    s[UB] = s[UB] + outgrown(s[POINTS + 1], up, s[GIGA])
    s[DB] = s[DB] + outgrown(s[POINTS + 2], down, s[GIGA])
    local count = #s
    for place = POINTS + 3, count do s[place - 3] = s[place] end
    s[count], s[count - 1], s[count - 2] = nil, nil, nil
    s[POINTS + 1], s[POINTS + 2] = up, down
  end
end

local function is_too_late(s, at) return #s >= POINTS + KEPT * 3 - 1 and at < s[POINTS] end

-- Lays a point into the marks; the octets of the session after it, and whether it was news.
local function lay(s, known, at, up, down)
  if is_too_late(s, at) then return known.up, known.down, false end
  local news = merge(s, at, up, down)
  settle(s)
  return max(known.up, sum(s, 1, s[UB])), max(known.down, sum(s, 2, s[DB])), news
end

-- The session's totals after a report, where it lies and whether it was news, with the marks changed in place.
local function mark(s, known, report)
  if report.stamped and report.seconds >= 0 and #s >= POINTS and report.seconds < known.seconds - s[SB]
    and report.event > known.event and report.event - report.seconds * 1000 >= known.event - ROUNDING then
    s[RA] = report.event - report.seconds * 1000
    s[SB] = known.seconds
  end
  local at
  if report.seconds < 0 then
    at = max(0, floor((report.event - known.started) / 1000))
  elseif report.stamped and report.event < s[RA] then
    at = report.seconds
  else
    at = s[SB] + report.seconds
  end
  s[GIGA] = s[GIGA] or report.gigawords
  if is_too_late(s, at) then return known.up, known.down, known.seconds, at, false end
  local up, down, news = lay(s, known, at, report.up, report.down)
  return up, down, max(known.seconds, report.seconds < 0 and 0 or at), at, news
end

-- Whether a rise can have passed in the time it claims; one that comes late is held against the whole session.
local function plausible(known, up, down, seconds, report, fastest)
  if fastest == 0 then return true end
  local passed, span = (report.event - known.event) / 1000, nil
  if seconds > known.seconds then
    span = max(seconds - known.seconds, passed)
  elseif report.seconds < 0 and passed > 0 then
    span = passed
  else
    span = max(seconds, (known.event - known.started) / 1000)
  end
  return up - known.up + down - known.down <= fastest * (span + SLACK)
end

-- Takes a suspect's counters as a new beginning: what it rose by is withheld, what follows is counted.
local function adopt(s, known)
  local up, down = lay(s, known, s[SUSPECT], s[SUSPECT + 1], s[SUSPECT + 2])
  s[UB], s[DB] = s[UB] - (up - known.up), s[DB] - (down - known.down)
  s[WU], s[WD] = s[WU] + up - known.up, s[WD] + down - known.down
  s[SUSPECT] = -1
end

-- As mark, but octets beyond what the link can carry are withheld, not counted.
local function weigh(s, stored, known, report, fastest)
  local place, place_up, place_down = s[SUSPECT], s[SUSPECT + 1], s[SUSPECT + 2]
  if place >= 0 and report.up >= place_up and report.down >= place_down then
    adopt(s, known)
    local up, down, seconds = mark(s, known, report)
    if plausible(known, up, down, seconds, report, fastest) then return s, up, down, seconds, true, true end
    s = { unpacked(stored) }
  end
  s[SUSPECT] = -1
  local up, down, seconds, _, news = mark(s, known, report)
  if plausible(known, up, down, seconds, report, fastest) then return s, up, down, seconds, true, news or place >= 0 end
  s = { unpacked(stored) }
  local _, _, time, at, late = mark(s, known, { up = -1, down = -1, seconds = report.seconds, event = report.event,
    stamped = report.stamped, gigawords = report.gigawords })
  s[SUSPECT], s[SUSPECT + 1], s[SUSPECT + 2] = at, report.up, report.down
  local same = place == at and place_up == report.up and place_down == report.down
  return s, known.up, known.down, time, false, late or not same
end

-- What was withheld, charged after all.
local function confirm(s, known)
  if s[SUSPECT] >= 0 then adopt(s, known) end
  local up, down, news = known.up + s[WU], known.down + s[WD], s[WU] + s[WD] > 0
  s[UB], s[DB], s[WU], s[WD] = s[UB] + s[WU], s[DB] + s[WD], 0, 0
  return s, up, down, known.seconds, true, news
end

-- Forgets totals of long past periods, so that a person's record stays small.
local AGE = { d = 3 * 86400, w = 15 * 86400, m = 70 * 86400 }
local function pruned(p, day)
  if p[TOTALS] <= 16 then return p end
  local kept, count = { p[1], p[2], p[3], p[4], p[5], 0 }, 0
  for index = FIRST, TOTALS + p[TOTALS] * 5, 5 do
    local age = AGE[p[index]]
    if not age or p[index + 1] >= day - age then
      count = count + 1
      for place = index, index + 4 do kept[#kept + 1] = p[place] end
    end
  end
  for index = FIRST + p[TOTALS] * 5, #p do kept[#kept + 1] = p[index] end
  kept[TOTALS] = count
  return kept
end

-- Raises the total of a period by so much, kept with the person once there is something to keep; adds it to what was touched.
local function raise(p, touched, letter, start, up, down, seconds)
  local last = TOTALS + p[TOTALS] * 5
  local at = FIRST
  while at < last and not (p[at + 1] == start and p[at] == letter) do at = at + 5 end
  if at < last then
    p[at + 2], p[at + 3], p[at + 4] = p[at + 2] + up, p[at + 3] + down, p[at + 4] + seconds
  elseif up + down + seconds > 0 then
    for place = #p, at, -1 do p[place + 5] = p[place] end
    p[at], p[at + 1], p[at + 2], p[at + 3], p[at + 4] = letter, start, up, down, seconds
    p[TOTALS] = p[TOTALS] + 1
  end
  local count = #touched
  touched[count + 1], touched[count + 2] = letter, start
end

-- Lays a rise to the period of its event; one that began in the period before is divided by time.
local function book(p, touched, letter, start, before, up, down, seconds, from, event)
  local starts = start * 1000
  if before ~= 0 and before ~= start and from < starts and event > starts then
    local part = (event - starts) / (event - from)
    local late_up, late_down, late_seconds = floor(up * part), floor(down * part), floor(seconds * part)
    raise(p, touched, letter, before, up - late_up, down - late_down, seconds - late_seconds)
    up, down, seconds = late_up, late_down, late_seconds
  end
  raise(p, touched, letter, start, up, down, seconds)
end

local PRESUMED = { silent = true, ['unknown-to-nas'] = true, ['never-started'] = true, ['nas-restarted'] = true }

-- Puts a session among the person's live ones, or takes it out; whether that changed anything.
local function list(p, session, mac, wanted)
  local first = FIRST + p[TOTALS] * 5
  local at = first
  while p[at] and p[at] ~= session do at = at + 2 end
  if (p[at] ~= nil) == wanted then return false end
  -- Nobody has so many; whoever makes them up takes no memory by it.
  local dropped = at
  if wanted then
    p[at], p[at + 1] = session, mac
    if at - first < MOST_LISTED * 2 then return true end
    dropped = first
  end
  table.remove(p, dropped)
  table.remove(p, dropped)
  return true
end

local UNKNOWN, NOT_READY = pack('unknown'), pack('not-ready')
local entry, replies, said = {}, {}, { unpacked(ARGV[1]) }

-- A key of the same tag.
local function beside(key, name) return string.match(key, '^{%d+}:') .. name end

local function account(k, a)
  local packed = call('GET', KEYS[k])
  if not packed then return call('EXISTS', beside(KEYS[k], 'ready')) == 1 and UNKNOWN or NOT_READY end
  local stored = call('GET', KEYS[k + 1])
  if not stored then return UNKNOWN end
  local p, s = { unpacked(packed) }, { unpacked(stored) }
  local kind, subscriber, session, event, received = said[a + 1], said[a + 2], said[a + 3], said[a + 9], said[a + 12]
  local known = { up = s[UP], down = s[DOWN], seconds = s[SECONDS], event = s[EVENT], started = s[STARTED] }
  local report = { up = said[a + 6], down = said[a + 7], seconds = said[a + 8], event = event, stamped = said[a + 10],
    gigawords = said[a + 11] }
  local doubt = ''
  if report.seconds > (received - known.started) / 1000 * LEEWAY_SHARE + LEEWAY then
    doubt, report.seconds = 'seconds', -1
  end
  local gigawords, clock, restarted = s[GIGA], s[SB], s[RA]
  local up, down, seconds, believed, news
  if kind == 'confirm' then
    s, up, down, seconds, believed, news = confirm(s, known)
    event = known.event
  else
    s, up, down, seconds, believed, news = weigh(s, stored, known, report, said[a + 19])
  end
  if not believed then doubt = 'octets' end
  local remarked = news or s[GIGA] ~= gigawords or s[SB] ~= clock or s[RA] ~= restarted
  local more_up, more_down, more_seconds = up - known.up, down - known.down, seconds - known.seconds
  local rises = more_up + more_down + more_seconds > 0

  local day, week, month = said[a + 13], said[a + 14], said[a + 15]
  local was_day, was_week, was_month = s[DAY], s[WEEK], s[MONTH]
  if kind == 'confirm' and was_day ~= 0 then day, week, month = was_day, was_week, was_month end
  if was_day ~= day then p = pruned(p, day) end
  local since, touched = floor(p[SINCE] / 1000), {}
  book(p, touched, 'd', day, was_day, more_up, more_down, more_seconds, known.event, event)
  book(p, touched, 'w', week, was_week, more_up, more_down, more_seconds, known.event, event)
  book(p, touched, 'm', month, was_month, more_up, more_down, more_seconds, known.event, event)
  book(p, touched, 'o', since, since, more_up, more_down, more_seconds, known.event, event)

  -- A replay, hours later, says nothing new: it neither keeps a session alive nor opens it again.
  local is_news = remarked or (report.stamped and event > known.event)
  local later = event >= known.event
  -- Ended by us for want of news, not by the NAS: a report that comes after all opens it again.
  local presumed = PRESUMED[s[CAUSE]]
  local was_ended, ended, cause = s[ENDED], s[ENDED], s[CAUSE]
  if kind == 'stop' and (ended == 0 or presumed) then
    ended, cause = max(event, known.event), said[a + 16]
  elseif kind ~= 'stop' and kind ~= 'confirm' and presumed and later and is_news then
    ended, cause = 0, ''
  end
  local nas_session, address = s[NAS_ID], said[a + 5]
  if nas_session == '' then nas_session = said[a + 4] end
  if address == '' then address = s[ADDRESS] end
  local reported = kind == 'start' or s[REPORTED] == 1 or up + down + seconds > 0
  local changed = rises or remarked or ended ~= was_ended or (reported and s[REPORTED] ~= 1)
    or nas_session ~= s[NAS_ID] or address ~= s[ADDRESS] or doubt ~= ''
  local advances = event > known.event
  if advances then s[EVENT] = event end
  if changed then
    s[NAS_ID], s[ADDRESS], s[HEARD], s[UP], s[DOWN], s[SECONDS] = nas_session, address, received, up, down, seconds
    s[ENDED], s[CAUSE], s[REQUEST] = ended, cause, ''
    if reported then s[REPORTED] = 1 end
    if later then s[DAY], s[WEEK], s[MONTH] = day, week, month end
  end
  if ended == 0 and is_news and kind ~= 'confirm' then s[TILL] = said[a + 17] end
  if changed or advances then
    stored = pack(unpack(s))
    if ended == 0 then call('SET', KEYS[k + 1], stored) else call('SET', KEYS[k + 1], stored, 'EX', RETAINED) end
  end
  if ended == 0 and was_ended ~= 0 then call('ZADD', beside(KEYS[k], 'online'), s[TILL], subscriber .. ':' .. session) end
  if ended ~= 0 and was_ended == 0 then call('ZREM', beside(KEYS[k], 'online'), subscriber .. ':' .. session) end
  local moves = list(p, session, s[MAC], ended == 0)
  if rises or moves then
    packed = pack(unpack(p))
    call('SET', KEYS[k], packed)
  end
  if changed then
    local octets, count = doubt == 'octets', #entry
    entry[count + 1], entry[count + 2] = 'h', pack(kind, subscriber, session, event, received, said[a + 18], octets and report.up or -1,
      octets and report.down or -1, doubt == 'seconds' and said[a + 8] or -1, '', unpack(rises and touched or {}))
    entry[count + 3], entry[count + 4], entry[count + 5], entry[count + 6] = 's', stored, 'p', packed
  end
  return pack('ok', changed, s[PROFILE], up, down, seconds, s[WISH], ended, doubt, #p), packed
end

for index = 0, #said / 19 - 1 do
  local fine, reply, person = pcall(account, index * 2 + 1, index * 19)
  replies[#replies + 1] = fine and reply or pack('error', tostring(reply))
  replies[#replies + 1] = fine and person or nil
end
if #entry > 0 then call('XADD', KEYS[#KEYS], '*', unpack(entry)) end
return { table.concat(replies) }
