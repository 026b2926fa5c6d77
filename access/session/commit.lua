-- Writes changes of people and their sessions that were decided on what Redis had: each only if that still stands, all of
-- one event-loop turn in one call, each on its own.
--
-- KEYS: 1 ledger stream. On a cluster all other keys are of its hash tag; they come packed: Redis reads one long
--   argument sooner than many short ones. Of a person's tag, where it comes to that: its online and
--   due zsets, and its ready marker, which says whether this Redis was filled.
-- ARGV: 1 the changes one behind another, MessagePack, 11 values each; '' stands for what is not to be written:
--   1 key of the person   2 version it was decided on, '' for none   3 person
--   4 key of the session   5 version, '' for none   6 session   7 seconds to keep it, '' for as long as it runs
--   8 when it is to be looked at, epoch ms, or 'gone'   9 when what is owed is due, epoch ms, or 'gone'
--   10 its member of these two zsets   11 ledger record
-- Reply: for each change 1, or { person, session, whether Redis was filled } where it stands no more, or an error's text
--   a person, a session: what Redis has, false for none
-- Both begin with their version, octets 0 to 8 (access/redis/version.ts); the ledger entry holds each record as `r`.

local call = redis.call
local asked, entry, replies = { cmsgpack.unpack(ARGV[1]) }, {}, {}

local function beside(key, name) return string.match(key, '^{%d+}:') .. name end

local function schedule(zset, member, at)
  if at == 'gone' then call('ZREM', zset, member) else call('ZADD', zset, at, member) end
end

local function commit(a)
  local person, session = asked[a + 1], asked[a + 4]
  if call('GETRANGE', person, '0', '8') ~= asked[a + 2] or call('GETRANGE', session, '0', '8') ~= asked[a + 5] then
    local had = call('GET', person)
    return { had, call('GET', session), had and 1 or call('EXISTS', beside(person, 'ready')) }
  end
  if asked[a + 3] ~= '' then call('SET', person, asked[a + 3]) end
  if asked[a + 6] ~= '' then
    if asked[a + 7] == '' then call('SET', session, asked[a + 6])
    else call('SET', session, asked[a + 6], 'EX', asked[a + 7]) end
  end
  if asked[a + 8] ~= '' then schedule(beside(person, 'online'), asked[a + 10], asked[a + 8]) end
  if asked[a + 9] ~= '' then schedule(beside(person, 'due'), asked[a + 10], asked[a + 9]) end
  if asked[a + 11] ~= '' then
    local count = #entry
    entry[count + 1], entry[count + 2] = 'r', asked[a + 11]
  end
  return 1
end

for index = 0, #asked / 11 - 1 do
  local fine, reply = pcall(commit, index * 11)
  replies[index + 1] = fine and reply or tostring(type(reply) == 'table' and reply.err or reply)
end
if #entry > 0 then call('XADD', KEYS[1], '*', unpack(entry)) end
return replies
