-- Writes changes of people and their sessions that were decided on what Redis had: each only if that still stands, all of
-- one event-loop turn in one call, each on its own.
--
-- KEYS, 2 for each change, all of one hash tag: person, session; then the ledger stream. Of the same tag, where it comes to
--   that: its online and due zsets, and its ready marker, which says whether this Redis was filled.
-- ARGV: 1 the changes one behind another, MessagePack, 9 values each; '' stands for what is not to be written:
--   1 version of the person it was decided on, '' for none   2 person
--   3 version of the session, '' for none   4 session   5 seconds to keep it, '' for as long as it runs
--   6 when it is to be looked at, epoch ms, or 'gone'   7 when what is owed is due, epoch ms, or 'gone'
--   8 its member of these two zsets   9 ledger record
-- Reply: for each change 1, or { person, session, whether Redis was filled } where it stands no more, or an error's text
--   a person, a session: what Redis has, false for none
-- Both begin with their version, octets 0 to 8 (access/redis/version.ts); the ledger entry holds each record as `r`.

local call = redis.call
local asked, entry, replies = { cmsgpack.unpack(ARGV[1]) }, {}, {}

local function beside(key, name) return string.match(key, '^{%d+}:') .. name end

local function schedule(zset, member, at)
  if at == 'gone' then call('ZREM', zset, member) else call('ZADD', zset, at, member) end
end

local function commit(k, a)
  local person, session = KEYS[k], KEYS[k + 1]
  if call('GETRANGE', person, '0', '8') ~= asked[a + 1] or call('GETRANGE', session, '0', '8') ~= asked[a + 3] then
    local had = call('GET', person)
    return { had, call('GET', session), had and 1 or call('EXISTS', beside(person, 'ready')) }
  end
  if asked[a + 2] ~= '' then call('SET', person, asked[a + 2]) end
  if asked[a + 4] ~= '' then
    if asked[a + 5] == '' then call('SET', session, asked[a + 4])
    else call('SET', session, asked[a + 4], 'EX', asked[a + 5]) end
  end
  if asked[a + 6] ~= '' then schedule(beside(person, 'online'), asked[a + 8], asked[a + 6]) end
  if asked[a + 7] ~= '' then schedule(beside(person, 'due'), asked[a + 8], asked[a + 7]) end
  if asked[a + 9] ~= '' then
    local count = #entry
    entry[count + 1], entry[count + 2] = 'r', asked[a + 9]
  end
  return 1
end

for index = 0, #asked / 9 - 1 do
  local fine, reply = pcall(commit, index * 2 + 1, index * 9)
  replies[index + 1] = fine and reply or tostring(type(reply) == 'table' and reply.err or reply)
end
if #entry > 0 then call('XADD', KEYS[#KEYS], '*', unpack(entry)) end
return replies
