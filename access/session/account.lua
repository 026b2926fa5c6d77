-- Counts accounting reports: all reports of one event-loop turn in one call, each on its own.
-- A report that fails leaves the others untouched and is answered by its error.
--
-- KEYS, 7 for each report, all of one hash tag:
--   1 subscriber hash   2 usage hash   3 session hash   4 live zset of the subscriber
--   5 online zset       6 ledger stream   7 ready marker
-- ARGV, one for each report, a JSON list of 24 texts:
--   1 kind (start, interim, stop; confirm charges what was withheld)   2 subscriber id   3 session id   4 nas id   5 site id   6 mac or ''
--   7 login id or ''   8 Acct-Session-Id   9 framed address or ''
--   10 octets up or -1   11 octets down or -1   12 session seconds or -1
--   13 event, epoch ms   14 stamped 0/1   15 gigawords 0/1   16 received, epoch ms   17 started, epoch ms
--   18 start of the local day, 19 week, 20 month (epoch s)   21 end cause or ''
--   22 epoch ms until which the session counts as live without another report
--   23 Event-Timestamp that was not believed, epoch ms, or ''   24 most octets a second, or 0 for any number
-- Reply: one JSON list of texts for each report:
--   'ok', changed 0/1, profile, plan id, status, plan since (ms), top-ups (JSON), started (ms), up, down, seconds,
--         then 'up:down:seconds' of the day, week, month and of the plan's whole life, wish or '', mac, site id,
--         ended or '', what was not believed: '', 'octets' or 'seconds'
--   'unknown'    no such session here; the caller restores it from PostgreSQL and asks again
--   'not-ready'  this Redis has not been filled
--   'error', text
-- Ledger entry: one field `v`, a JSON list of texts, since one costs Redis and its readers far less than twenty-five:
--   kind, subscriber id, session id, nas id, site id, plan id, mac, login id, Acct-Session-Id, address, started, up, down,
--   seconds, event, received, ended, cause, profile, usage `<period>:up:down:seconds,…`, marks, Event-Timestamp, octets up
--   and down and seconds that were not believed; radius-server/drain/entry.ts names them

local KEPT, WRAP, HALF, ROUNDING = 6, 4294967296, 2147483648, 2000
local SLACK, LEEWAY, LEEWAY_SHARE = 10, 600, 1.1
local RETAINED = 86400

local function whole(number) return string.format('%.0f', number) end

-- The rules of access/quota/marks.ts; a test holds the two together.
local function moved(earlier, later, gigawords)
  if later >= earlier then return later - earlier end
  if not gigawords and earlier - later > HALF then return WRAP - earlier + later end
  return later
end

local function sum(points, side, base, gigawords)
  local total, previous = base, 0
  for _, point in ipairs(points) do
    local raw = point[side]
    if raw >= 0 then
      total = total + moved(previous, raw, gigawords)
      previous = raw
    end
  end
  return total
end

local function unpack_marks(text)
  local marks = { ub = 0, db = 0, g = false, sb = 0, ra = 0, points = {}, wu = 0, wd = 0 }
  if not text or text == '' then return marks end
  local ub, db, g, sb, ra, points, aside = string.match(text, '^(%-?%d+);(%-?%d+);(%d);(%d+);(%-?%d+);([^#]*)#?(.*)$')
  marks.ub, marks.db, marks.g = tonumber(ub), tonumber(db), g == '1'
  marks.sb, marks.ra = tonumber(sb), tonumber(ra)
  for place, up, down in string.gmatch(points, '(%d+),(%-?%d+),(%-?%d+)') do
    marks.points[#marks.points + 1] = { tonumber(place), tonumber(up), tonumber(down) }
  end
  if aside ~= '' then
    local wu, wd, place, up, down = string.match(aside, '^(%d+);(%d+);(%-?%d*),?(%-?%d*),?(%-?%d*)$')
    marks.wu, marks.wd = tonumber(wu), tonumber(wd)
    if place ~= '' then marks.suspect = { tonumber(place), tonumber(up), tonumber(down) } end
  end
  return marks
end

local function pack_marks(marks)
  local points = {}
  for index, point in ipairs(marks.points) do
    points[index] = string.format('%.0f,%.0f,%.0f', point[1], point[2], point[3])
  end
  local text = string.format('%.0f;%.0f;%s;%.0f;%.0f;', marks.ub, marks.db, marks.g and '1' or '0', marks.sb, marks.ra)
    .. table.concat(points, ' ')
  local suspect = marks.suspect
  if not suspect and marks.wu + marks.wd == 0 then return text end
  return text .. '#' .. whole(marks.wu) .. ';' .. whole(marks.wd) .. ';'
    .. (suspect and whole(suspect[1]) .. ',' .. whole(suspect[2]) .. ',' .. whole(suspect[3]) or '')
end

local function merge(points, at, up, down)
  for index, point in ipairs(points) do
    if point[1] == at then
      point[2], point[3] = math.max(point[2], up), math.max(point[3], down)
      return
    end
    if point[1] > at then
      table.insert(points, index, { at, up, down })
      return
    end
  end
  points[#points + 1] = { at, up, down }
end

local function settle(marks)
  while #marks.points > KEPT do
    local oldest, next = marks.points[1], marks.points[2]
    local up, down = next[2], next[3]
    if up < 0 then up = oldest[2] end
    if down < 0 then down = oldest[3] end
    marks.ub = marks.ub + sum({ oldest, { 0, up, down } }, 2, 0, marks.g) - math.max(up, 0)
    marks.db = marks.db + sum({ oldest, { 0, up, down } }, 3, 0, marks.g) - math.max(down, 0)
    table.remove(marks.points, 1)
    marks.points[1] = { next[1], up, down }
  end
end

-- Lays a point into the marks; the octets of the session after it.
local function lay(marks, known, at, up, down)
  if #marks.points >= KEPT and at < marks.points[1][1] then return known.up, known.down end
  merge(marks.points, at, up, down)
  settle(marks)
  return math.max(known.up, sum(marks.points, 2, marks.ub, marks.g)),
    math.max(known.down, sum(marks.points, 3, marks.db, marks.g))
end

-- The session's totals after a report and where it lies, with the marks changed in place.
local function mark(marks, known, report)
  if report.stamped and report.seconds >= 0 and #marks.points > 0 and report.seconds < known.seconds - marks.sb
    and report.event > known.event and report.event - report.seconds * 1000 >= known.event - ROUNDING then
    marks.ra = report.event - report.seconds * 1000
    marks.sb = known.seconds
  end
  local at
  if report.seconds < 0 then
    at = math.max(0, math.floor((report.event - known.started) / 1000))
  elseif report.stamped and report.event < marks.ra then
    at = report.seconds
  else
    at = marks.sb + report.seconds
  end
  marks.g = marks.g or report.gigawords
  if #marks.points >= KEPT and at < marks.points[1][1] then return known.up, known.down, known.seconds, at end
  local up, down = lay(marks, known, at, report.up, report.down)
  return up, down, math.max(known.seconds, report.seconds < 0 and 0 or at), at
end

-- Whether a rise can have passed in the time it claims; one that comes late is held against the whole session.
local function plausible(known, up, down, seconds, report, fastest)
  if fastest == 0 then return true end
  local passed, span = (report.event - known.event) / 1000, nil
  if seconds > known.seconds then
    span = math.max(seconds - known.seconds, passed)
  elseif report.seconds < 0 and passed > 0 then
    span = passed
  else
    span = math.max(seconds, (known.event - known.started) / 1000)
  end
  return up - known.up + down - known.down <= fastest * (span + SLACK)
end

-- Takes a suspect's counters as a new beginning: what it rose by is withheld, what follows is counted.
local function adopt(marks, known)
  local suspect = marks.suspect
  local up, down = lay(marks, known, suspect[1], suspect[2], suspect[3])
  marks.ub, marks.db = marks.ub - (up - known.up), marks.db - (down - known.down)
  marks.wu, marks.wd = marks.wu + up - known.up, marks.wd + down - known.down
  marks.suspect = nil
end

-- As mark, but octets beyond what the link can carry are withheld, not counted.
local function weigh(text, known, report, fastest)
  local marks = unpack_marks(text)
  local suspect = marks.suspect
  if suspect and report.up >= suspect[2] and report.down >= suspect[3] then
    adopt(marks, known)
    local up, down, seconds = mark(marks, known, report)
    if plausible(known, up, down, seconds, report, fastest) then return marks, up, down, seconds, true end
    marks = unpack_marks(text)
  end
  marks.suspect = nil
  local up, down, seconds = mark(marks, known, report)
  if plausible(known, up, down, seconds, report, fastest) then return marks, up, down, seconds, true end
  marks = unpack_marks(text)
  local _, _, time, at = mark(marks, known, { up = -1, down = -1, seconds = report.seconds, event = report.event,
    stamped = report.stamped, gigawords = report.gigawords })
  marks.suspect = { at, report.up, report.down }
  return marks, known.up, known.down, time, false
end

-- What was withheld, charged after all.
local function confirm(marks, known)
  if marks.suspect then adopt(marks, known) end
  local up, down = known.up + marks.wu, known.down + marks.wd
  marks.ub, marks.db, marks.wu, marks.wd = marks.ub + marks.wu, marks.db + marks.wd, 0, 0
  return marks, up, down, known.seconds, true
end

-- Forgets counters of long past periods, so that a subscriber's hash stays small.
local function prune(usage, day)
  if redis.call('HLEN', usage) <= 16 then return end
  local age = { d = 3 * 86400, w = 15 * 86400, m = 70 * 86400 }
  for _, field in ipairs(redis.call('HKEYS', usage)) do
    local letter, start = string.match(field, '^(%a):(%d+)$')
    if age[letter] and tonumber(start) < day - age[letter] then redis.call('HDEL', usage, field) end
  end
end

-- Adds to what a person used: one reading and one writing for all periods, since each call costs more than its sums.
local function use(usage, shares, moved)
  local fields = {}
  for index, share in ipairs(shares) do fields[index] = share[1] .. ':' .. share[2] end
  local had = redis.call('HMGET', usage, unpack(fields))
  local written, touched = {}, {}
  for index, share in ipairs(shares) do
    local up, down, seconds = string.match(had[index] or '0:0:0', '^(%d+):(%d+):(%d+)$')
    share.used = string.format('%.0f:%.0f:%.0f', up + share[3], down + share[4], seconds + share[5])
    written[index * 2 - 1], written[index * 2] = fields[index], share.used
    touched[index] = fields[index] .. ':' .. share.used
  end
  if moved then redis.call('HSET', usage, unpack(written)) end
  return table.concat(touched, ',')
end

-- Lays a rise to the period of its event, last; one that began in the period before is divided by time.
local function book(shares, letter, start, before, rise, from, event)
  local starts = start * 1000
  local up, down, seconds = rise.up, rise.down, rise.seconds
  if before and before ~= '' and before ~= start and from < starts and event > starts then
    local part = (event - starts) / (event - from)
    local late_up, late_down, late_seconds = math.floor(up * part), math.floor(down * part), math.floor(seconds * part)
    shares[#shares + 1] = { letter, before, up - late_up, down - late_down, seconds - late_seconds }
    up, down, seconds = late_up, late_down, late_seconds
  end
  local share = { letter, start, up, down, seconds }
  shares[#shares + 1] = share
  return share
end

local function add_to(list, ...)
  for _, value in ipairs({ ... }) do list[#list + 1] = value end
end

local function cause_presumed(cause)
  return cause == 'silent' or cause == 'unknown-to-nas' or cause == 'never-started' or cause == 'nas-restarted'
end

local function account(k, text)
  local said = cjson.decode(text)
  local subscriber, usage, session, live, online, ledger = KEYS[k + 1], KEYS[k + 2], KEYS[k + 3], KEYS[k + 4], KEYS[k + 5], KEYS[k + 6]
  if redis.call('EXISTS', KEYS[k + 7]) == 0 then return '["not-ready"]' end
  local kind, event, received = said[1], tonumber(said[13]), tonumber(said[16])
  local was = redis.call('HMGET', session, 'u', 'd', 'c', 'ev', 't', 'h', 'pd', 'pw', 'pm', 'x', 'z', 'o', 'p', 'n', 'i', 'm', 'l', 'a', 'f', 'w', 'st')
  if not was[5] then return '["unknown"]' end
  local known = {
    up = tonumber(was[1] or 0), down = tonumber(was[2] or 0), seconds = tonumber(was[3] or 0),
    event = tonumber(was[4] or was[5]), started = tonumber(was[5]),
  }
  local report = {
    up = tonumber(said[10]), down = tonumber(said[11]), seconds = tonumber(said[12]),
    event = event, stamped = said[14] == '1', gigawords = said[15] == '1',
  }
  local doubt = ''
  if report.seconds > (received - known.started) / 1000 * LEEWAY_SHARE + LEEWAY then
    doubt, report.seconds = 'seconds', -1
  end
  local marks, up, down, seconds, believed
  if kind == 'confirm' then
    marks, up, down, seconds, believed = confirm(unpack_marks(was[6]), known)
    event = known.event
  else
    marks, up, down, seconds, believed = weigh(was[6], known, report, tonumber(said[24]))
  end
  if not believed then doubt = 'octets' end
  local packed = pack_marks(marks)
  local rise = { up = up - known.up, down = down - known.down, seconds = seconds - known.seconds }
  local person = redis.call('HMGET', subscriber, 'plan', 'status', 'since', 'top')
  local since = whole(math.floor(tonumber(person[3] or 0) / 1000))

  local day, week, month = said[18], said[19], said[20]
  if kind == 'confirm' then day, week, month = was[7] or day, was[8] or week, was[9] or month end
  local shares = {}
  local totals = {
    book(shares, 'd', day, was[7], rise, known.event, event), book(shares, 'w', week, was[8], rise, known.event, event),
    book(shares, 'm', month, was[9], rise, known.event, event), book(shares, 'o', since, since, rise, known.event, event),
  }
  local touched = use(usage, shares, rise.up + rise.down + rise.seconds > 0)
  if was[7] ~= day then prune(usage, tonumber(day)) end

  -- A replay, hours later, says nothing new: it neither keeps a session alive nor opens it again.
  local news = packed ~= (was[6] or '') or (report.stamped and event > known.event)
  local later = event >= known.event
  -- Ended by us for want of news, not by the NAS: a report that comes after all opens it again.
  local presumed = cause_presumed(was[11])
  local ended, cause = was[10] or '', was[11] or ''
  if kind == 'stop' and (ended == '' or presumed) then
    ended, cause = whole(math.max(event, known.event)), said[21]
  elseif kind ~= 'stop' and kind ~= 'confirm' and presumed and later and news then
    ended, cause = '', ''
  end
  local nasSession = was[18]
  if not nasSession or nasSession == '' then nasSession = said[8] end
  local address = said[9]
  if address == '' then address = was[19] or '' end
  local started = kind == 'start' or was[21] == '1' or up + down + seconds > 0
  local changed = rise.up + rise.down + rise.seconds > 0 or ended ~= (was[10] or '') or packed ~= (was[6] or '')
    or (started and was[21] ~= '1') or nasSession ~= (was[18] or '') or address ~= (was[19] or '') or doubt ~= ''
  local member = said[3] .. ':' .. (was[16] or '')
  if changed then
    local written = { 'u', whole(up), 'd', whole(down), 'c', whole(seconds), 'h', packed, 'ev', whole(math.max(event, known.event)), 'at', said[16] }
    if ended ~= was[10] then add_to(written, 'x', ended) end
    if cause ~= was[11] then add_to(written, 'z', cause) end
    if nasSession ~= was[18] then add_to(written, 'a', nasSession) end
    if address ~= was[19] then add_to(written, 'f', address) end
    if started and was[21] ~= '1' then add_to(written, 'st', '1') end
    if later and (day ~= was[7] or week ~= was[8] or month ~= was[9]) then add_to(written, 'pd', day, 'pw', week, 'pm', month) end
    redis.call('HSET', session, unpack(written))
    local octets, time = doubt == 'octets', doubt == 'seconds'
    redis.call('XADD', ledger, '*', 'v', cjson.encode({ kind, said[2], said[3], was[14] or '', was[15] or '', was[13] or '',
      was[16] or '', was[17] or '', nasSession, address, was[5], whole(up), whole(down), whole(seconds), whole(event), said[16],
      ended, cause, was[12] or 'full', touched, packed, said[23], octets and whole(report.up) or '', octets and whole(report.down) or '',
      time and said[12] or '' }))
  elseif event > known.event then
    redis.call('HSET', session, 'ev', whole(event))
  end
  if ended == '' and (not news or kind == 'confirm') then
    -- live as long as before
  elseif ended == '' then
    redis.call('ZADD', live, said[22], member)
    redis.call('ZADD', online, said[22], said[2] .. ':' .. said[3])
    if (was[10] or '') ~= '' then redis.call('PERSIST', session) end
  else
    redis.call('ZREM', live, member)
    redis.call('ZREM', online, said[2] .. ':' .. said[3])
    redis.call('EXPIRE', session, RETAINED)
  end
  local reply = { 'ok', changed and '1' or '0', was[12] or 'full', person[1] or '', person[2] or '', person[3] or '', person[4] or '',
    was[5], whole(up), whole(down), whole(seconds) }
  for index = 1, 4 do reply[#reply + 1] = totals[index].used end
  reply[#reply + 1] = was[20] or ''
  reply[#reply + 1] = was[16] or ''
  reply[#reply + 1] = was[15] or ''
  reply[#reply + 1] = ended
  reply[#reply + 1] = doubt
  return cjson.encode(reply)
end

local replies = {}
for index = 1, #KEYS / 7 do
  local fine, reply = pcall(account, (index - 1) * 7, ARGV[index])
  replies[index] = fine and reply or cjson.encode({ 'error', tostring(reply) })
end
return replies
